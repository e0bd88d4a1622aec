// Answers requests under policies of Cedar: tables of policies and requests come in as JSON, a list of answers goes out for each.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { readFileSync } from "node:fs";

const uid = (kind, id) => ({ type: `Filrouge::${kind}`, id });
const entity = (own, parents) => ({ uid: own, attrs: {}, parents });

/** The categories above one: `user` and `user.contact` for `user.contact.email`. */
function above(category) {
  const words = category.split(".");
  return words.slice(1).map((_, index) => words.slice(0, index + 1).join("."));
}

function answer(name, { roles, action, kind, resource, purpose }) {
  const principal = uid("Token", "token");
  const target = uid(kind, resource);
  const parents = kind === "Category" ? above(resource).map((category) => uid(kind, category)) : [];
  const answered = cedar.statefulIsAuthorized({
    principal,
    action: uid("Action", action),
    resource: target,
    context: purpose === null ? {} : { purpose },
    preparsedPolicySetId: name,
    entities: [entity(principal, roles.map((role) => uid("Role", role))), entity(target, parents)],
  });
  if (answered.type !== "success" || answered.response.diagnostics.errors.length > 0) {
    throw new Error(JSON.stringify(answered));
  }
  return answered.response.decision === "allow";
}

const tables = JSON.parse(readFileSync(process.argv[2], "utf8"));
const answers = tables.map(({ policies, requests }, index) => {
  const parsed = cedar.preparsePolicySet(String(index), { staticPolicies: policies });
  if (parsed.type !== "success") throw new Error(`${JSON.stringify(parsed)}\n${policies}`);
  return requests.map((request) => answer(String(index), request));
});
console.log(JSON.stringify({ version: cedar.getCedarVersion(), answers }));
