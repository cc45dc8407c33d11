"""The load of long-life.sh, with nothing but Python's own library.

long_life.py URL EVENTS ROUNDS COMMANDS      as the access token in TOKEN
"""

import http.client
import json
import os
import statistics
import sys
import time
import urllib.parse

PATH = "/crm/v8/settings/connected_workflows"
SHORT = 10  # events of a short workflow, and commands that are measured on it, so that it stays short


class Server:
    """The server at the other end of one connection."""

    def __init__(self, url, token):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)
        self.headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
        self.events = self.workflows = 0

    def send(self, method, path, status, item=None):
        body = json.dumps({"connected_workflows": [item]}) if item else None
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != status:
            sys.exit(f"{method} {path}: {answer.status} {text.decode()}")
        return answer.headers, text

    def workflow(self, events):
        """Makes a workflow with so many events; each request but the first one makes two, or one where only one is left."""
        self.workflows += 1
        module = f"M{self.workflows}"
        _, created = self.send("POST", PATH, 201, {"name": module, "primary_module": {"api_name": module}})
        path = f"{PATH}/{json.loads(created)['connected_workflows'][0]['details']['id']}"
        for number in range(1, events - 1, 2):
            self.send("PUT", path, 200, {"name": f"{module} {number}", "description": f"number {number}"})
        if events % 2 == 0:
            self.send("PUT", path, 200, {"description": "last"})
        self.events += events
        self.must_have(path, events)
        return path

    def must_have(self, path, events):
        headers, _ = self.send("GET", path, 200)
        if headers["ETag"] != f'"{events}"':
            sys.exit(f"{path} has {headers['ETag']} events, and should have {events}")

    def describe(self, path, number):
        """The command that is measured: sets the description to one of two values in turn; returns how long it took."""
        item = {"description": f"description {number % 2}"}
        begin = time.perf_counter()
        self.send("PUT", path, 200, item)
        self.events += 1
        return time.perf_counter() - begin


def measure(server, long, commands):
    """Alternates between the long workflow and short ones; returns the times of the commands on each."""
    shorts = [server.workflow(SHORT) for _ in range(commands // SHORT)]
    times = {"short": [], "long": []}
    for turn, short in enumerate(shorts):
        kinds = [("short", short), ("long", long)]
        for kind, path in kinds if turn % 2 == 0 else reversed(kinds):
            times[kind] += [server.describe(path, number) for number in range(SHORT)]
    for short in shorts:
        server.must_have(short, 2 * SHORT)
    return times


def row(name, kind, times):
    p99 = statistics.quantiles(times, n=100)[98]
    print(f"| {name} | {kind} | {len(times) / sum(times):.0f} | {statistics.median(times) * 1e3:.2f} | {p99 * 1e3:.2f} |",
          flush=True)


def main(url, events, rounds, commands):
    server = Server(url, os.environ["TOKEN"])
    measure(server, server.workflow(SHORT), commands)  # warm-up
    begin = time.perf_counter()
    long = server.workflow(events)
    print(f"built a workflow with {events} events in {time.perf_counter() - begin:.0f} s")
    print(f"{rounds} rounds of {commands} commands each on workflows with {SHORT} events and on that one\n")
    print("| round | workflow | commands/s | p50 ms | p99 ms |\n|---|---|---|---|---|")
    all_times = {"short": [], "long": []}
    ratios = []
    for number in range(1, rounds + 1):
        times = measure(server, long, commands)
        for kind in times:
            row(number, kind, times[kind])
            all_times[kind] += times[kind]
        ratios.append(statistics.median(times["long"]) / statistics.median(times["short"]))
    for kind in all_times:
        row("all", kind, all_times[kind])
    server.must_have(long, events + rounds * commands)
    ratio = statistics.median(all_times["long"]) / statistics.median(all_times["short"])
    print(f"\nlong/short: {ratio:.2f} (medians of all; rounds {', '.join(f'{each:.2f}' for each in ratios)})")
    print(f"ACKNOWLEDGED {server.events}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
