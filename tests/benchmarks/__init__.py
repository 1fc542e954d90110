"""How fast it is, against others on the same data; apart from the tests, which never assert a time."""
