"""The job of RQ, in a module that its worker can import under the same name."""


def nothing(payload: str) -> int:
    """Does nothing."""
    return len(payload)
