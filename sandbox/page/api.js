// The control API.

async function read(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

/** Look at something: `get("state")`. */
export async function get(path) {
  return read(await fetch(`/_control/${path}`));
}

/** Do something: `post("command", {...})`. */
export async function post(name, body) {
  return read(await fetch(`/_control/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));
}
