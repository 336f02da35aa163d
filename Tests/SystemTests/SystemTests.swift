// Filled by the tests beside it.
