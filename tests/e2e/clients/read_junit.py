"""Reads a JUnit report as a tool of continuous integration does, and says how many cases there are and how many failed."""

import json
import sys

from junitparser import JUnitXml

report = JUnitXml.fromfile(sys.argv[1])
cases = [case for suite in report for case in suite]
failed = [case for case in cases if any(type(result).__name__ == "Failure" for result in case.result)]
names = {case.name for case in cases}
print(json.dumps({"cases": len(cases), "failed": len(failed), "names": len(names), "counted": report.failures}))
