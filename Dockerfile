# Seinpost, with the programs that copy a PostgreSQL database. Its memory is in /data.
#   docker build -t seinpost .
#   docker run -d --env-file .env -v seinpost:/data seinpost

FROM python:3.11-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/seinpost
COPY requirements/build.txt requirements/run.txt requirements/
RUN /opt/seinpost/bin/pip install --require-hashes -r requirements/build.txt \
 && /opt/seinpost/bin/pip install --no-build-isolation --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY storage storage
COPY matcher matcher
COPY collectors collectors
COPY bot bot
RUN /opt/seinpost/bin/pip install --no-build-isolation --no-deps .

FROM python:3.11-slim-trixie
# pg_dump and psql may not be older than the server: 17 here, and in compose.yaml
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin seinpost \
 && install --directory --owner=seinpost --mode=0700 /data
COPY --from=build /opt/seinpost /opt/seinpost
COPY config /app/config
ENV PATH=/opt/seinpost/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    SEINPOST_CONFIG=/app/config \
    SEINPOST_DATABASE_URL=sqlite:////data/seinpost.db \
    SEINPOST_TELEGRAM__SESSIONS=/data/sessions \
    SEINPOST_CACHE=/data/cache
USER seinpost
WORKDIR /data
VOLUME /data
# It ends by itself on SIGTERM, within ten seconds
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:9840/healthz', timeout=8)"]
ENTRYPOINT ["seinpost"]
CMD ["run"]
