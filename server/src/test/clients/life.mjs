// The life of a workflow, led by a client of docs/clients.md: node life.mjs CLIENT SERVER CLIENT_ID CLIENT_SECRET REFRESH_TOKEN
import assert from "node:assert/strict";
import { once } from "node:events";

const [file, server, id, secret, refreshToken] = process.argv.slice(2);
const { connect, call } = await import(file);

function done(answer, status, key, message) {
  assert.deepEqual({ status: answer.status, code: answer.body[key][0].code, message: answer.body[key][0].message },
    { status, code: "SUCCESS", message });
  return answer.body[key][0].details.id;
}

async function step(name, work) {
  const result = await work();
  console.log(name);
  return result;
}

await step("connected", () => connect(server, { id, secret, refreshToken }));

const workflow = await step("created", async () => done(await call("POST", "",
  { connected_workflows: [{ name: "contacts-process", primary_module: { api_name: "Contacts" } }] }),
  201, "connected_workflows", "connected workflow created successfully"));

await step("listed", async () => {
  const { status, body } = await call("GET", "");
  assert.equal(status, 200);
  assert.deepEqual(body.connected_workflows.map(({ id, name, status }) => ({ id, name, status })),
    [{ id: workflow, name: "contacts-process", status: "draft" }]);
});

await step("refused", async () => {
  const { status, body } = await call("POST", "",
    { connected_workflows: [{ name: "contacts-process", primary_module: { api_name: "Leads" } }] });
  assert.equal(status, 400);
  assert.deepEqual(body, { connected_workflows: [{ code: "DUPLICATE_DATA", status: "error",
    details: { api_name: "name", json_path: "$.connected_workflows[0].name" },
    message: "Duplicate connected workflow name" }] });
});

const root = (await call("GET", "/" + workflow)).body.connected_workflows[0].nodes[0].id;
await step("updated", async () => {
  done(await call("PUT", "/" + workflow, { connected_workflows: [{
    nodes: [{ module: { api_name: "Deals" }, reference_id: "deal" }],
    connections: [{ source_node: { id: root }, target_node: { reference_id: "deal" } }] }] }),
    200, "connected_workflows", "connected workflow updated successfully");
  const shown = (await call("GET", "/" + workflow)).body.connected_workflows[0];
  assert.equal(shown.nodes.length, 2);
  assert.deepEqual([shown.connections[0].source_node.id, shown.connections[0].target_node.id],
    shown.nodes.map((node) => node.id));
});

const rule = await step("rule created", async () => done(await call("POST", `/${workflow}/rules`, { rules: [{
  node: { id: root },
  execute_when: { type: "create", details: { trigger_module: { api_name: "Contacts" } } },
  conditions: [{ sequence_number: 1,
    instant_actions: { actions: [{ type: "field_updates", id: "501" }] } }] }] }),
  201, "rules", "rule created successfully"));

await step("rule read", async () => {
  const { status, body } = await call("GET", `/${workflow}/rules/${rule}`);
  assert.equal(status, 200);
  assert.equal(body.rules[0].node.id, root);
});

// Whoever runs this says when every token that was issued so far has expired.
console.log("waiting");
await once(process.stdin, "data");
process.stdin.unref();

await step("activated", async () => {
  done(await call("PUT", `/${workflow}/actions/activate`),
    200, "connected_workflows", "connected workflow activated successfully");
  assert.equal((await call("GET", "/" + workflow)).body.connected_workflows[0].status, "active");
});
await step("deactivated", async () => done(await call("PUT", `/${workflow}/actions/deactivate`),
  200, "connected_workflows", "connected workflow deactivated successfully"));
await step("rule deleted", async () => done(await call("DELETE", `/${workflow}/rules/${rule}`),
  200, "rules", "rule deleted successfully"));
await step("deleted", async () => done(await call("DELETE", "/" + workflow),
  200, "connected_workflows", "connected workflow deleted successfully"));

await step("gone", async () => {
  const { status, body } = await call("GET", "");
  assert.equal(status, 204);
  assert.ok(!body);
});
