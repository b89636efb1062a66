"""The real machines that the tests stand on: Dovecot, an SMTP server, PostgreSQL, Chromium; and ones that fail.

Each is an ordinary child process on free ports with its state in a folder of its own, and is gone, with its folder,
when the tests end. Nothing here touches a server that was running before.
"""
