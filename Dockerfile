# The bot in a slim image: built in one stage, run in another as nobody in particular.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /venv
COPY pyproject.toml README.md LICENSE ./
# What we depend on has a layer of its own: a change of ours does not fetch it anew.
RUN for room in bot handlers faq storage; do mkdir $room && touch $room/__init__.py; done \
    && /venv/bin/pip install --no-cache-dir '.[postgres,ptb,proxy,import]'
COPY bot bot
COPY handlers handlers
COPY faq faq
COPY storage storage
RUN /venv/bin/pip install --no-cache-dir --no-deps --force-reinstall .

FROM python:3.13-slim
COPY --from=build /venv /venv
RUN useradd --uid 10001 --create-home --home-dir /data frontline
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
USER frontline
# Settings are looked for here, and a SQLite file is kept here, unless they say otherwise.
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=30s --start-period=60s --retries=3 CMD ["frontline", "health"]
ENTRYPOINT ["frontline"]
CMD ["run"]
