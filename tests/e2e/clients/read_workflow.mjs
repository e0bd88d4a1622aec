// Reads a workflow with GitHub's own parser: its mistakes, and what its steps run.
import { readFileSync } from "node:fs";
import { register } from "node:module";

// The parser imports JSON as its bundlers do; Node wants to be told that it is JSON.
const load = "export const load = (url, context, next) => "
  + "next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context);";
register(`data:text/javascript,${encodeURIComponent(load)}`);
const { convertWorkflowTemplate, parseWorkflow, NoOperationTraceWriter } = await import("@actions/workflow-parser");

const file = { name: "filrouge.yml", content: readFileSync(process.argv[2], "utf8") };
const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
const template = await convertWorkflowTemplate(context, value);
const errors = context.errors.getErrors().map((error) => error.message);
const steps = template.jobs.flatMap((job) => job.steps ?? []);
console.log(JSON.stringify({ errors, steps: steps.map((step) => ({ name: `${step.name ?? ""}`, run: `${step.run ?? ""}` })) }));
