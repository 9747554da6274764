"""The make-believe company that is played in the sandbox, and the tour through it (B13)."""
