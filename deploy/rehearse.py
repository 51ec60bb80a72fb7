"""Runs the compose files as they are against a local Bot API, and breaks things while customers write.

    python3 deploy/rehearse.py

Needs Docker with compose, openssl, and the ports 443 and 8081 of this machine; touches neither .env nor
./settings. Exit code 0 if every message was answered.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DOMAIN = "bot.example.com"
TOKEN = "100001:AArehearsalRehearsalRehearsalRehearsal"
PROJECT = "frontline-rehearsal"
CONTROL = "http://127.0.0.1:8081/control"
FILES = ("docker-compose.yml", "docker-compose.webhook.yml", "deploy/rehearsal.yml")
CUSTOMERS = 30
PAUSE = 0.25
"""Seconds between two messages; a customer writes every CUSTOMERS * PAUSE."""
WORKERS = 3
KILLS = 2
TAKE_OVER_SECONDS = 15
START_SECONDS = 300
"""A slow machine takes its time."""
RECEIVED = "frontline_updates_received_total"
QUESTION, ANSWER = "when are you open", "Every day from nine to six."
SETTINGS = '[business]\nname = "Rehearsal"\ndefault_language = "en"\nfaq = "faq.toml"\n'
FAQ = f"""\
[base]
name = "One entry"
languages = ["en"]

[[entry]]
id = "hours"
category = "visits"
questions.en = ["{QUESTION}", "what are your opening hours"]
answer.en = "{ANSWER}"
"""


def prepare(folder: Path) -> None:
    """Settings, one question with its answer, and a certificate."""
    (folder / "settings").mkdir()
    (folder / "settings" / "frontline.toml").write_text(SETTINGS, "utf-8")
    (folder / "settings" / "faq.toml").write_text(FAQ, "utf-8")
    keys = folder / "letsencrypt" / "live" / DOMAIN
    keys.mkdir(parents=True)
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-keyout", str(keys / "privkey.pem"), "-out", str(keys / "fullchain.pem")]
    command += ["-subj", f"/CN={DOMAIN}", "-addext", f"subjectAltName=DNS:{DOMAIN}"]
    command += ["-addext", "keyUsage=digitalSignature,keyCertSign"]
    subprocess.run(command, check=True, capture_output=True)
    folder.chmod(0o755)


class Compose:
    """docker compose with our files, as a project of its own."""

    def __init__(self, folder: Path) -> None:
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        self._begin = ["docker", "compose"] if plugin.returncode == 0 else ["docker-compose"]
        self._begin += ["-p", PROJECT, *(part for file in FILES for part in ("-f", file))]
        self._environment = os.environ | {
            "REHEARSAL": str(folder),
            "DOMAIN": DOMAIN,
            "POSTGRES_PASSWORD": "letters1",
            "FRONTLINE_TELEGRAM__TOKEN": TOKEN,
        }
        self._environment.pop("RUN_AS", None)

    def __call__(self, *words: str) -> str:
        """Run one command; gives what it printed. Raises CalledProcessError."""
        command = [*self._begin, *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, check=False, capture_output=True, text=True
        )
        if done.returncode != 0:
            sys.stderr.write(done.stdout + done.stderr)
            done.check_returncode()
        return done.stdout

    def scale(self, workers: int) -> None:
        """So many workers, and everything that they need."""
        self("up", "-d", "--no-recreate", "--scale", f"worker={workers}")

    def workers(self) -> list[str]:
        """The containers that run, the oldest first."""
        labels = (f"project={PROJECT}", "service=worker")
        filters = [part for label in labels for part in ("--filter", f"label=com.docker.compose.{label}")]
        found = subprocess.run(["docker", "ps", "-q", *filters], check=True, capture_output=True, text=True)
        return found.stdout.split()[::-1]


def ask(path: str, **fields: Any) -> Any:
    """Do or read something at the local Bot API."""
    body = json.dumps(fields).encode() if fields else None
    request = urllib.request.Request(f"{CONTROL}/{path}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)["result"]


def until(there: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait; gives how long it took. Raises TimeoutError."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if there():
                return time.monotonic() - began
        except (OSError, subprocess.CalledProcessError):
            pass  # It is still starting: asked again in a moment.
        time.sleep(0.5)
    raise TimeoutError(what)


def received(worker: str) -> int:
    """How many updates a worker has taken since it began."""
    page = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8080/metrics').read().decode())"
    command = ["docker", "exec", worker, "python", "-c", page]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(sum(float(line.split()[1]) for line in said.splitlines() if line.startswith(RECEIVED)))


def all_receive(compose: Compose) -> bool:
    """Whether there are as many workers as there shall be, and each has taken an update."""
    workers = compose.workers()
    return len(workers) == WORKERS and all(map(received, workers))


class Customers:
    """People who go on writing, whatever happens."""

    def __init__(self) -> None:
        self.asked = dict.fromkeys(
            (ask("account", name=f"C{nth}", language_code="en") for nth in range(CUSTOMERS)), 0
        )
        self._enough = threading.Event()
        self._writing = threading.Thread(target=self._write, daemon=True)
        self._writing.start()

    def _write(self) -> None:
        while not self._enough.is_set():
            for one in self.asked:
                ask("send", user=one, text=QUESTION)
                self.asked[one] += 1
                if self._enough.wait(PAUSE):
                    return

    def enough(self) -> None:
        """Have them write no more."""
        self._enough.set()
        self._writing.join()

    def answered(self) -> dict[int, int]:
        """How many answers each has."""
        return {
            one: sum(ANSWER in said.get("text", "") for said in self._messages(one)) for one in self.asked
        }

    @staticmethod
    def _messages(one: int) -> list[dict[str, Any]]:
        return list(ask(f"messages?chat={one}&limit=1000"))

    def all_answered(self) -> bool:
        """Whether nobody waits."""
        answered = self.answered()
        return all(answered[one] >= count for one, count in self.asked.items())


def rehearse(compose: Compose) -> list[str]:
    """The play; gives what went wrong."""
    compose("up", "-d", "--build", "--scale", "worker=1")
    until(lambda: bool(ask("bots")), START_SECONDS, "no worker has asked for anything")
    customers = Customers()
    took = until(lambda: sum(customers.answered().values()) > 0, START_SECONDS, "the first customer waits")
    print(f"one worker: the first answer came after {took:.0f} s")
    print(compose("exec", "-T", "worker", "frontline", "invite", "manager").strip())
    compose.scale(WORKERS)
    took = until(partial(all_receive, compose), START_SECONDS, "the proxy does not find all workers")
    shares = sorted(map(received, compose.workers()))
    print(f"{WORKERS} workers: all receive after {took:.0f} s, so far {shares}")
    for _ in range(KILLS):
        # The one that stands longest has the duties.
        subprocess.run(["docker", "kill", compose.workers()[0]], check=True, capture_output=True)
        time.sleep(TAKE_OVER_SECONDS)
        compose.scale(WORKERS)
        took = until(partial(all_receive, compose), START_SECONDS, "the proxy does not find the new worker")
        print(f"a worker was killed; its successor receives {took:.0f} s after it was started")
    compose("restart", "-t", "5", "database")
    time.sleep(10)
    print("the database was restarted")
    compose.scale(WORKERS - 1)
    time.sleep(TAKE_OVER_SECONDS)
    print(f"{len(compose.workers())} workers are left")
    customers.enough()
    took = until(
        customers.all_answered, START_SECONDS, f"somebody waits: {customers.asked} {customers.answered()}"
    )
    answered = customers.answered()
    asked, heard = sum(customers.asked.values()), sum(answered.values())
    print(f"{asked} messages, all answered {took:.0f} s after the last; {heard - asked} answers came twice")
    compose("exec", "-T", "worker", "frontline", "health")
    return [] if heard - asked <= KILLS + 1 else ["more answers came twice than there were interruptions"]


def main() -> int:
    """The rehearsal from nothing to nothing."""
    folder = Path(tempfile.mkdtemp(prefix="rehearsal"))
    prepare(folder)
    compose = Compose(folder)
    try:
        faults = rehearse(compose)
    except Exception:
        print(compose("logs", "--tail", "40"))
        raise
    finally:
        compose("down", "-v", "--remove-orphans", "-t", "15")
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(faults) or "well")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
