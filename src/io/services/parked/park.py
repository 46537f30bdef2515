"""Starts a program as `python -m MODULE WORDS` does, and holds it before its first act until it is told to go on: park.py JOB

What JOB is, and all else, is in baiup_parking.py: the program becomes this file's module.
"""

import sys

# Beside this file nothing is written; what the program compiles of its own is its own matter.
sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode
import baiup_parking  # noqa: E402

sys.dont_write_bytecode = kept
baiup_parking.serve()
