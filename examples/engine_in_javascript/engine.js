// A Cedar engine for roles alone: scopes, hierarchies, templates and links; no conditions, no attributes.
//
// It reads one JSON object a line and answers each on one line, as the engine protocol has it. What it does not do, it
// answers with `unsupported`, so that nobody takes its silence for agreement. Run it with node.
"use strict";

class Unsupported extends Error {}
class Refused extends Error {
  constructor(stage, kind, message) {
    super(message);
    this.error = { stage, kind, message };
  }
}

const OPERATIONS = {
  hello: () => ({ protocol: 1, name: "roles", version: "1.0", ops: Object.keys(OPERATIONS) }),
  authorize,
};

// Two entities are the same if type and id are; as a text, the pair can be looked up.
const key = (uid) => JSON.stringify([uid.type, uid.id]);

function authorize(message) {
  if (message.schema !== undefined) throw new Unsupported("schemas");
  if (message.links !== undefined) throw new Unsupported("links outside the policy set");
  const policies = readPolicies(message.policies);
  const parents = readEntities(message.entities);
  return { responses: message.requests.map((request) => respond(request, policies, parents)) };
}

// The policies that can be satisfied, by id: static ones, and templates with their slots filled in.
function readPolicies(document) {
  if (typeof document === "string") throw new Unsupported("policies as Cedar text");
  const { staticPolicies = {}, templates = {}, templateLinks = [] } = document;
  for (const policy of [...Object.values(staticPolicies), ...Object.values(templates)]) {
    if (policy.conditions.length > 0) throw new Unsupported("conditions");
  }
  const policies = new Map(Object.entries(staticPolicies));
  for (const { templateId, newId, values } of templateLinks) {
    if (!Object.hasOwn(templates, templateId)) throw new Refused("policies", "link", `no template ${templateId}`);
    if (policies.has(newId)) throw new Refused("policies", "link", `${newId} is there already`);
    policies.set(newId, fillSlots(templates[templateId], values));
  }
  return policies;
}

function fillSlots(template, values) {
  const filled = (scope) => {
    if (scope.slot !== undefined) return { ...scope, entity: values[scope.slot] };
    if (scope.in?.slot !== undefined) return { ...scope, in: { entity: values[scope.in.slot] } };
    return scope;
  };
  return { ...template, principal: filled(template.principal), resource: filled(template.resource) };
}

// Each entity's parents, by its key.
function readEntities(document) {
  const parents = new Map();
  for (const { uid, attrs, parents: above, tags } of document) {
    if (Object.keys(attrs).length > 0) throw new Unsupported("attributes");
    if (Object.keys(tags ?? {}).length > 0) throw new Unsupported("tags");
    if (parents.has(key(uid))) throw new Refused("entities", "duplicate", `${key(uid)} is there twice`);
    parents.set(key(uid), above.map(key));
  }
  return parents;
}

function respond({ principal, action, resource, context }, policies, parents) {
  if (Object.keys(context ?? {}).length > 0) throw new Unsupported("contexts");
  const satisfied = (effect) =>
    [...policies.keys()].filter((id) => {
      const policy = policies.get(id);
      const scopes = [[policy.principal, principal], [policy.action, action], [policy.resource, resource]];
      return policy.effect === effect && scopes.every(([scope, uid]) => matches(scope, uid, parents));
    });
  const forbids = satisfied("forbid");
  const permits = satisfied("permit");
  const decision = forbids.length === 0 && permits.length > 0 ? "allow" : "deny";
  return { decision, reasons: (forbids.length > 0 ? forbids : permits).sort(), errors: [] };
}

function matches(scope, uid, parents) {
  switch (scope.op) {
    case "All": return true;
    case "==": return key(uid) === key(scope.entity);
    case "in": return (scope.entities ?? [scope.entity]).some((above) => isIn(uid, above, parents));
    case "is": return uid.type === scope.entity_type && (!scope.in || isIn(uid, scope.in.entity, parents));
    default: throw new Unsupported(`the scope ${scope.op}`);
  }
}

// An entity is in itself and in all that is above it.
function isIn(uid, above, parents, seen = new Set()) {
  const waiting = [key(uid)];
  for (let each; (each = waiting.pop()) !== undefined; ) {
    if (each === key(above)) return true;
    if (!seen.has(each)) waiting.push(...(parents.get(each) ?? []));
    seen.add(each);
  }
  return false;
}

function answer(line) {
  try {
    const message = JSON.parse(line);
    if (message === null || typeof message !== "object" || Array.isArray(message)) throw new SyntaxError("no object");
    if (!Object.hasOwn(OPERATIONS, message.op)) throw new Refused("protocol", "unknown-op", `no ${message.op}`);
    return OPERATIONS[message.op](message);
  } catch (failure) {
    if (failure instanceof Refused) return { error: failure.error };
    const kind = failure instanceof Unsupported ? "unsupported" : failure instanceof SyntaxError ? "not-json" : "internal";
    return { error: { stage: "protocol", kind, message: failure.message } };
  }
}

let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  const lines = (rest + text).split("\n");
  rest = lines.pop();
  for (const line of lines) process.stdout.write(JSON.stringify(answer(line)) + "\n");
});
