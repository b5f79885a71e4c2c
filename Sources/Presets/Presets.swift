// Presets: a notice in the words of the product that receives it.
//
// What it is for: a channel may lead to a chat room or a pager that wants requests of its own shape. A notice has one
// exact text, which is on the ledger; a preset turns that text into one HTTP request, and reads the product's answer.
// Both are functions of what is given: the same notice to the same channel gives the same bytes on every attempt, so a
// repeat after a lost answer repeats what was said and nothing else.
//
// How the parts hand over:
//
//     the notice's text ──→ NoticeContent ──→ Preset.request ──→ PresetRequest (to Delivery, which sends it)
//     the answer (from Delivery) ──→ Preset.judge ──→ PresetVerdict
//
// Adding a preset is one file here, one test file, its name in `PresetRegistry` and a section in
// docs/channels/presets.md. What people read goes through a `Dialect`, which knows the product's escapes and unit.
//
// Promises:
// - Nothing that an event says can call people who were not to be called: mentions are neutralised, markup is escaped.
// - What is cut is cut visibly, at a boundary of characters, by the unit in which the product counts.
// - A product that answers with success although it refused is not believed.
//
// The room is pure: it imports StrictJSON and nothing else.
