"""What authors write: one module a directive family."""
