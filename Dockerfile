# One image for every part of the program; docker-compose.yml says which part runs what.

FROM python:3.11-slim AS build
COPY requirements.txt .
# Wheels only: nothing that is fetched gets to run code while it is installed.
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt

FROM python:3.11-slim
# The database driver brings its own libraries; the typesetter of PDFs does not.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
# A fixed number: the files in the volume keep their owner from one image to the next.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin distrikt \
    && install --directory --owner=distrikt --group=distrikt --mode=700 /data
ENV PATH=/venv/bin:$PATH DATA_DIR=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# The program's own files are read-only to it, so what Python would keep beside them is made now.
RUN python -m compileall -q .
USER 10001:10001
VOLUME /data
EXPOSE 8000
# Asks as the proxy does: any other host name, or plain http, is turned away.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-c", "import os; from urllib.request import Request, urlopen; urlopen(Request('http://127.0.0.1:8000/konto/login/', headers={'Host': os.environ['BASE_URL'].split('/')[2], 'X-Forwarded-Proto': 'https'}))"]
CMD ["gunicorn", "distrikt.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--no-control-socket"]
