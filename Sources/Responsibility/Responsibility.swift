// Responsibility
