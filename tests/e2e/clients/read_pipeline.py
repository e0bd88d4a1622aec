"""Reads a pipeline of GitLab: the lines that each of its jobs runs, as JSON."""

import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    jobs = yaml.safe_load(file)
for name, job in jobs.items():
    base = jobs.get(job.get("extends"), {})
    job["before_script"] = job.get("before_script", base.get("before_script", []))
print(json.dumps(jobs))
