"""Tests, and the servers they stand on; a package, so that no other of this name is found first."""
