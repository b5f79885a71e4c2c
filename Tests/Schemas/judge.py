"""Holds configuration files to their schemas, with a validator that shares no code with Tocsin.

Reads from standard input what to judge:

    {"schemas": "Config/schema", "files": [{"file": "Config/tocsin.yaml", "schema": "tocsin.json", "every": 1}]}

and answers on standard output:

    schemas   what is wrong with the schemas themselves: their form, their examples and defaults, missing descriptions
    files     for each file what is wrong with it, once with every scalar as text, which is how Tocsin reads it, and once
              with the types that an editor gives plain scalars (the core schema of YAML 1.2)
    mutants   changes to the files, each with its path, and whether a schema refuses them. Of a file's mutants every
              `every`th is tried, counted from the first
    covered   the keys that some mutant left out, as `schema#pointer key`

A mutant is one change in one place: an unknown key is added (unknown), a key is left out (dropped), a word of a closed
list becomes another (word), a value changes its shape (shape).
"""

import json
import pathlib
import re
import sys

import jsonschema
import referencing
import yaml

UNKNOWN_KEY = "no_such_key"
WRONG_WORD = "no such word!"
COMPOSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

EDITOR_TYPES = [
    (re.compile(r"~|null|Null|NULL|"), lambda text: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text, 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
]


def as_text(node):
    return node.value


def as_editor(node):
    if node.style is None:
        for pattern, value in EDITOR_TYPES:
            if pattern.fullmatch(node.value):
                return value(node.value)
    return node.value


def tree(node, scalar):
    if isinstance(node, yaml.MappingNode):
        return {key.value: tree(value, scalar) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [tree(item, scalar) for item in node.value]
    return scalar(node)


class Schemas:
    def __init__(self, folder):
        self.contents = {path.name: json.loads(path.read_text("utf-8")) for path in sorted(pathlib.Path(folder).glob("*.json"))}
        resources = [(name, referencing.Resource.from_contents(schema)) for name, schema in self.contents.items()]
        self.registry = referencing.Registry().with_resources(resources)
        self.validators = {}

    def at(self, place):
        """The schema at `file#pointer`."""
        file, pointer = place.split("#")
        schema = self.contents[file]
        for step in pointer.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            schema = schema[int(step)] if isinstance(schema, list) else schema[step]
        return schema

    def validator(self, place):
        if place not in self.validators:
            # A reference to the place, so that local references in it are those of its own file.
            schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": place}
            self.validators[place] = jsonschema.Draft202012Validator(schema, registry=self.registry)
        return self.validators[place]

    def accepts(self, place, value):
        return self.validator(place).is_valid(value)

    def problems(self, place, value):
        errors = sorted(self.validator(place).iter_errors(value), key=lambda error: list(map(str, error.path)))
        return [f"{error.json_path}: {error.message[:300]}" for error in errors]

    def target(self, place):
        """Where a reference leads, and what it leads to."""
        schema = self.at(place)
        while isinstance(schema, dict) and "$ref" in schema:
            file, pointer = schema["$ref"].split("#")
            place = f"{file or place.split('#')[0]}#{pointer}"
            schema = self.at(place)
        return place, schema

    def places(self, place, value, path=()):
        """Every part of a valid value, with the place of the schema that describes it."""
        place, schema = self.target(place)
        for choice in ("anyOf", "oneOf"):
            if choice in schema and "properties" not in schema:
                for index in range(len(schema[choice])):
                    branch = f"{place}/{choice}/{index}"
                    if self.accepts(branch, value):
                        yield from self.places(branch, value, path)
                return
        yield place, schema, value, path
        if isinstance(value, dict):
            for key, item in value.items():
                if key in schema.get("properties", {}):
                    yield from self.places(f"{place}/properties/{escaped(key)}", item, path + (key,))
                elif isinstance(schema.get("additionalProperties"), dict):
                    yield from self.places(f"{place}/additionalProperties", item, path + (key,))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.places(f"{place}/items", item, path + (index,))


def escaped(step):
    return step.replace("~", "~0").replace("/", "~1")


def own_problems(schemas):
    """What is wrong with the schemas themselves."""
    for file, schema in schemas.contents.items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            yield f"{file}: {error.json_path}: {error.message}"
        if schema.get("$id") != file:
            yield f"{file}: $id is {schema.get('$id')}"
        yield from descriptions(schemas, file + "#", schema)


def descriptions(schemas, place, schema):
    """Every schema of a file and every key has a title and a description; examples and defaults are valid."""
    for word in ("title", "description"):
        if not schema.get(word):
            yield f"{place} has no {word}"
    for example in schema.get("examples", []) + ([schema["default"]] if "default" in schema else []):
        yield from (f"{place}: the example {example!r}: {problem}" for problem in schemas.problems(place, example))
    if schema.get("additionalProperties") is False:
        for key, value in schema["properties"].items():
            yield from descriptions(schemas, f"{place}/properties/{escaped(key)}", value)
    for name, value in schema.get("$defs", {}).items():
        yield from descriptions(schemas, f"{place}/$defs/{name}", value)


def mutants(parts):
    """Changes to the parts of a valid value: kind, place of the schema, path, key."""
    for place, schema, part, path in parts:
        if isinstance(part, dict) and schema.get("additionalProperties") is False:
            yield "unknown", place, path, UNKNOWN_KEY
            for key in part:
                yield "dropped", place, path, key
        if isinstance(part, str) and "enum" in schema:
            yield "word", place, path[:-1], path[-1]
        if path and isinstance(path[-1], str):
            yield "shape", place, path[:-1], path[-1]


def pruned(value, path, free, here=()):
    """A smaller value around a path, and the path in it. What is valid stays valid: lists keep two entries, and mappings
    whose keys are free keep one, that on the path among them."""
    step, rest = (path[0], path[1:]) if path else (None, ())
    if isinstance(value, list):
        indices = [step] if path else []
        indices += [index for index in range(len(value)) if index not in indices][: 2 - len(indices)]
        items = [pruned(value[index], rest if index == step else (), free, here + (index,)) for index in indices]
        return [item for item, _ in items], (0, *items[0][1]) if path else ()
    if isinstance(value, dict):
        keys = [step if path else key for key in list(value)[:1]] if here in free else list(value)
        items = {key: pruned(value[key], rest if key == step else (), free, here + (key,)) for key in keys}
        return {key: item for key, (item, _) in items.items()}, (step, *items[step][1]) if path else ()
    return value, ()


def mutated(value, kind, path, key):
    """A copy with the change; what is not on the path is shared."""
    if path:
        step, rest = path[0], path[1:]
        copy = value.copy()
        copy[step] = mutated(value[step], kind, rest, key)
        return copy
    copy = value.copy()
    if kind == "unknown":
        copy[key] = "x"
    elif kind == "dropped":
        del copy[key]
    elif kind == "word":
        copy[key] = WRONG_WORD
    else:
        copy[key] = "x" if isinstance(value[key], dict) else {UNKNOWN_KEY: "x"}
    return copy


def main():
    order = json.load(sys.stdin)
    schemas = Schemas(order["schemas"])
    answer = {"schemas": list(own_problems(schemas)), "files": [], "mutants": [], "covered": []}
    covered = set()
    for job in order["files"]:
        root = job["schema"] + "#"
        try:
            node = yaml.compose(pathlib.Path(job["file"]).read_text("utf-8"), Loader=COMPOSER)
        except yaml.YAMLError as error:
            answer["files"].append({"file": job["file"], "text": [str(error)], "editor": [str(error)]})
            continue
        readings = [tree(node, as_text), tree(node, as_editor)]
        text, editor = [schemas.problems(root, reading) for reading in readings]
        answer["files"].append({"file": job["file"], "text": text, "editor": editor})
        if text or editor:
            continue
        parts = list(schemas.places(root, readings[0]))
        free = {path for _, schema, _, path in parts if "propertyNames" in schema}
        for kind, place, path, key in list(mutants(parts))[:: job["every"]]:
            target = path if kind == "unknown" else path + (key,)
            refused = []
            for reading in readings:
                small, inside = pruned(reading, target, free)
                *inner, last = inside if kind != "unknown" else (*inside, key)
                refused.append(not schemas.accepts(root, mutated(small, kind, inner, last)))
            if kind == "dropped":
                covered.add(f"{place} {key}")
            answer["mutants"].append(
                {"file": job["file"], "kind": kind, "place": place, "path": list(path), "key": key,
                 "text": refused[0], "editor": refused[1]})
    answer["covered"] = sorted(covered)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
