# Sourced by ./studyspot: the whole system on one machine. All of its state lives in .state/demo.

DEMO="$STATE/demo"
BIN() { echo "$PWD/$1/bin/Release/net10.0/$(basename "$1")"; }

# scan CODE: types a code and Enter into the pseudo-terminal that the demo gate takes for its serial scanner.
scan() {
  local code=${1:-}
  [ "$code" = - ] && IFS= read -r code
  [ -n "$code" ] || die "usage: ./studyspot scan CODE   (copy one from the pass page: \"Copy code\")" 64
  [ -e "$DEMO/run/scanner" ] || die "the demo is not running: start it with ./studyspot demo in another terminal." 74
  printf '%s\r' "$code" >"$DEMO/run/scanner"
  say "typed ${#code} characters into the gate's scanner; the answer is on the gate's screen and the live page."
}

# show FILE [--loop]: a picture or a video before the demo gate's camera.
show() {
  [ -n "${1:-}" ] || die "usage: ./studyspot show FILE [--loop]   (a picture, or a video of somebody who walks up)" 64
  [ -e "$DEMO/run/scanner" ] || die "the demo is not running: start it with ./studyspot demo in another terminal." 74
  exec 9>"$DEMO/run/camera.lock"
  flock -n 9 || die "something is shown to the camera already: stop that first." 74
  exec node scripts/show.mjs "http://127.0.0.1:$(sed -n 's/^GATE=//p' "$DEMO/ports")" "$@"
}

demo() {
  case "${1:-}" in
    --fresh) rm -rf "$DEMO" ;;
    "") ;;
    *) die "demo knows --fresh only, not '$1'." 64 ;;
  esac
  local began=$SECONDS
  require_sdk
  mkdir -p "$DEMO"/{logs,run,secrets,gate,broker}; chmod 700 "$DEMO" "$DEMO/secrets"
  exec 8>"$DEMO/lock"
  flock -n 8 || die "the demo already runs on this machine (.state/demo/lock is held)." 74

  install_debian "${DEBIAN_PACKAGES[@]}"
  install_models
  build_dashboard
  step "building Api, Ingest and the gate"
  build_dotnet Release cloud/StudySpot.Cloud.Api/StudySpot.Cloud.Api.csproj cloud/StudySpot.Cloud.Ingest/StudySpot.Cloud.Ingest.csproj \
    edge/StudySpot.Edge.Simulator/StudySpot.Edge.Simulator.csproj

  CHILDREN=()
  trap stop_demo EXIT
  trap 'exit 0' INT TERM
  rm -f "$DEMO"/run/*
  choose_ports
  make_secrets
  start_postgres
  start_broker
  cloud_settings
  step "bringing the database up to date"
  one_off migrate "$(BIN cloud/StudySpot.Cloud.Api)" migrate
  step "starting Api and Ingest"
  start api env STUDYSPOT_DATABASE="$(database studyspot_app)" STUDYSPOT_DATABASE_PASSWORD_FILE="$DEMO/secrets/app.password" \
    STUDYSPOT_MQTT_CERTIFICATE="$DEMO/secrets/studyspot-api.crt" STUDYSPOT_MQTT_KEY="$DEMO/secrets/studyspot-api.key" \
    STUDYSPOT_URLS="$API_URL" "$(BIN cloud/StudySpot.Cloud.Api)"
  start ingest env STUDYSPOT_DATABASE="$(database studyspot_ingest)" STUDYSPOT_DATABASE_PASSWORD_FILE="$DEMO/secrets/ingest.password" \
    STUDYSPOT_MQTT_CERTIFICATE="$DEMO/secrets/studyspot-ingest.crt" STUDYSPOT_MQTT_KEY="$DEMO/secrets/studyspot-ingest.key" \
    STUDYSPOT_URLS="http://127.0.0.1:$INGEST_PORT" "$(BIN cloud/StudySpot.Cloud.Ingest)"
  step "seeding Sunrise Study Hall"
  one_off seed env STUDYSPOT_DATABASE="$(database studyspot_app)" STUDYSPOT_DATABASE_PASSWORD_FILE="$DEMO/secrets/app.password" \
    STUDYSPOT_MQTT_CERTIFICATE="$DEMO/secrets/studyspot-api.crt" STUDYSPOT_MQTT_KEY="$DEMO/secrets/studyspot-api.key" \
    STUDYSPOT_URLS="$API_URL" "$(BIN cloud/StudySpot.Cloud.Api)" seed-demo --out "$DEMO/gate" --faces on
  step "starting the gate"
  # Faces: a video cannot do what the screen asks for, so nobody is asked who looks alive. A gate at a door keeps its default.
  start scanner socat "PTY,link=$DEMO/run/scanner,raw,echo=0" "PTY,link=$DEMO/run/scanner-gate,raw,echo=0"
  await "the scanner's line" test -e "$DEMO/run/scanner-gate"
  start gate env STUDYSPOT_GATE_BUNDLE="$DEMO/gate/gate.json" STUDYSPOT_GATE_DATA="$DEMO/gate/data" \
    STUDYSPOT_GATE_SERIAL="$DEMO/run/scanner-gate" STUDYSPOT_GATE_CONTROL_URL="$GATE_URL" STUDYSPOT_DEMO_ORIGIN="$API_URL" \
    STUDYSPOT_GATE_FACE=on STUDYSPOT_GATE_FACE_MODELS="$STATE/models" STUDYSPOT_GATE_FACE_CHALLENGE="${STUDYSPOT_GATE_FACE_CHALLENGE:-unsure}" \
    "$(BIN edge/StudySpot.Edge.Simulator)"
  await "the Api" curl -fsS -o /dev/null "$API_URL/health/ready"
  await "Ingest" curl -fsS -o /dev/null "http://127.0.0.1:$INGEST_PORT/health/ready"
  await "the gate" curl -fsS -o /dev/null "$GATE_URL/state"
  greet "$began"
  watch_children
}

greet() {
  login() { node -p 'const c = JSON.parse(require("fs").readFileSync(process.argv[1]))[process.argv[2]]; `${c.login}   password ${c.password}`' "$DEMO/gate/credentials.json" "$1"; }
  cat <<EOF

StudySpot is running (ready after $((SECONDS - $1)) s). Ctrl-C stops it; the data stays.

  Dashboard   $API_URL/?org=sunrise        login $(login owner)
  Pass        $API_URL/pass/?org=sunrise   login $(login student)
  Gate        $GATE_URL/

Try this:
  1. Open the pass, sign in as the student, and press "Hold to the demo gate's camera".
     The gate's screen turns green; the dashboard's live page shows the passage.
  2. Press it again on the same code, or type nonsense:  ./studyspot scan HELLO
     The refusal and its reason appear in the live page's feed.
  3. On the dashboard, suspend the student, then show a new code.
  4. On the gate's page, press fire, or let the person stay or jam.
  5. Let a face in: agree to faces on the pass, press Enrol on the student's page of the dashboard, and show a video of
     somebody who looks ahead, left, right, up and down:  ./studyspot show my-face.mp4 --loop   (later without --loop: walk in)
  6. Log files: .state/demo/logs. Start over: ./studyspot demo --fresh
EOF
}

# --- parts -----------------------------------------------------------------------------------------------------------

free_port() { node -e 'const s = require("net").createServer().listen(+process.argv[1], "127.0.0.1", () => { console.log(s.address().port); s.close(); }); s.on("error", () => process.exit(1));' "$1"; }

# The ports of the last run when they are still free: a browser keeps the student's key per address.
choose_ports() {
  local name port last
  for name in API INGEST GATE BROKER POSTGRES; do
    last=$(sed -n "s/^$name=//p" "$DEMO/ports" 2>/dev/null || true)
    port=$(free_port "${last:-0}") || port=$(free_port 0)
    printf -v "${name}_PORT" %s "$port"
  done
  printf '%s\n' "API=$API_PORT" "INGEST=$INGEST_PORT" "GATE=$GATE_PORT" "BROKER=$BROKER_PORT" "POSTGRES=$POSTGRES_PORT" >"$DEMO/ports"
  API_URL="http://127.0.0.1:$API_PORT" GATE_URL="http://127.0.0.1:$GATE_PORT"
}

make_secrets() {
  local s="$DEMO/secrets" name
  [ -f "$s/complete" ] && return
  step "making keys and certificates"
  ( umask 077
    for name in postgres owner app ingest; do openssl rand -hex 24 >"$s/$name.password"; done
    openssl rand -base64 32 >"$s/master.key"
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt >"$s/token.key"
    openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt >"$s/ca.key"
    openssl req -x509 -new -key "$s/ca.key" -days 3650 -subj "/CN=StudySpot demo authority" -out "$s/ca.crt"
    certificate broker "/CN=localhost" "subjectAltName=DNS:localhost,IP:127.0.0.1"
    for name in studyspot-api studyspot-ingest; do certificate $name "/CN=$name" "extendedKeyUsage=clientAuth"; done
    touch "$s/complete"
  ) 2>"$DEMO/logs/openssl.log" || { cat "$DEMO/logs/openssl.log" >&2; die "openssl could not make the demo's certificates" 70; }
}

certificate() { # NAME SUBJECT EXTENSION
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt >"$s/$1.key"
  openssl req -new -key "$s/$1.key" -subj "$2" |
    openssl x509 -req -CA "$s/ca.crt" -CAkey "$s/ca.key" -CAcreateserial -days 3650 -extfile <(echo "$3") -out "$s/$1.crt"
}

# PostgreSQL refuses to run as root. In a user namespace of its own it is somebody else, while the files stay ours, also
# below a home folder nobody else may enter. Where namespaces are not allowed, the user postgres does it.
as_database_user() {
  if [ "$(id -u)" != 0 ]; then "$@"
  elif unshare --user --map-user=1000 --map-group=1000 true 2>/dev/null; then unshare --user --map-user=1000 --map-group=1000 "$@"
  else
    chown -R postgres "$DEMO/postgres"
    setpriv --reuid=postgres --regid=postgres --init-groups --inh-caps=+dac_override,+dac_read_search --ambient-caps=+dac_override,+dac_read_search "$@"
  fi
}

start_postgres() {
  PG_BIN=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  PG_DATA="$DEMO/postgres/data"
  mkdir -p "$DEMO/postgres"
  if [ ! -f "$PG_DATA/PG_VERSION" ]; then
    step "making a private PostgreSQL cluster"
    as_database_user "$PG_BIN/initdb" -D "$PG_DATA" -U postgres -E UTF8 --locale=C.UTF-8 -A scram-sha-256 --pwfile="$DEMO/secrets/postgres.password" \
      >"$DEMO/logs/initdb.log" 2>&1 || { cat "$DEMO/logs/initdb.log" >&2; die "initdb failed" 70; }
  fi
  step "starting PostgreSQL and mosquitto"
  setsid_pg start -l "$DEMO/logs/postgres.log" -o "-p $POSTGRES_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" ||
    { tail -n 20 "$DEMO/logs/postgres.log" >&2; die "PostgreSQL does not start (.state/demo/logs/postgres.log)" 70; }
  POSTGRES_UP=1
  as_superuser postgres -tAc "select 1 from pg_database where datname = 'studyspot'" | grep -q 1 ||
    as_superuser postgres -qc 'create database studyspot'
  {
    as_superuser studyspot -q -v ON_ERROR_STOP=1 -f cloud/StudySpot.Cloud.Data/Roles.sql
    local role
    for role in owner app ingest; do
      # By standard input: an argument list can be read by every user of the machine.
      printf "alter role studyspot_%s password '%s';\n" "$role" "$(cat "$DEMO/secrets/$role.password")" | as_superuser studyspot -q -v ON_ERROR_STOP=1
    done
  } >"$DEMO/logs/roles.log" 2>&1 || { cat "$DEMO/logs/roles.log" >&2; die "the database roles could not be made" 70; }
}

as_superuser() { # DATABASE PSQL-ARGUMENTS...
  local database=$1; shift
  PGPASSWORD=$(cat "$DEMO/secrets/postgres.password") psql -X -h 127.0.0.1 -p "$POSTGRES_PORT" -U postgres -d "$database" "$@"
}

# In a session of its own, so that Ctrl-C does not reach the server before those who use it.
setsid_pg() { as_database_user setsid -w "$PG_BIN/pg_ctl" -D "$PG_DATA" -w -t 60 "$@" >>"$DEMO/logs/pg_ctl.log" 2>&1 8>&-; }

start_broker() {
  # The Api keeps the list from here on, with retired gates denied; the last run's denials hold until then.
  ACCESS_LIST="$DEMO/broker/acl"
  [ -f "$ACCESS_LIST" ] || cp firmware-config/broker/acl "$ACCESS_LIST"
  cp "$ACCESS_LIST" "$DEMO/run/acl.read"
  cat >"$DEMO/run/mosquitto.conf" <<EOF
$([ "$(id -u)" = 0 ] && echo "user root")
log_dest stderr
log_type error
log_type warning
allow_anonymous false
set_tcp_nodelay true
# With 0, mosquitto 2.0.11 closes the connection after every publish it refuses.
max_queued_messages 1000000
max_packet_size 8388608
persistence true
persistence_location $DEMO/run/
acl_file $ACCESS_LIST
listener $BROKER_PORT 127.0.0.1
cafile $DEMO/secrets/ca.crt
certfile $DEMO/secrets/broker.crt
keyfile $DEMO/secrets/broker.key
require_certificate true
use_identity_as_username true
EOF
  start mosquitto /usr/sbin/mosquitto -c "$DEMO/run/mosquitto.conf"
  BROKER_PID=${CHILDREN[-1]#*:}
  await "the broker" bash -c "exec 3<>/dev/tcp/127.0.0.1/$BROKER_PORT"
}

# As studyspot-broker-reload.path does where systemd runs the broker. By content: what changes after the copy is seen next time.
reload_broker() {
  cmp -s "$ACCESS_LIST" "$DEMO/run/acl.read" && return
  cp "$ACCESS_LIST" "$DEMO/run/acl.read"
  kill -HUP "$BROKER_PID"
}

database() { echo "Host=127.0.0.1;Port=$POSTGRES_PORT;Database=studyspot;Username=$1"; }

cloud_settings() {
  export STUDYSPOT_OWNER_DATABASE="$(database studyspot_owner)" STUDYSPOT_OWNER_DATABASE_PASSWORD_FILE="$DEMO/secrets/owner.password"
  export STUDYSPOT_MQTT_HOST=localhost STUDYSPOT_MQTT_PORT="$BROKER_PORT" STUDYSPOT_MQTT_CA="$DEMO/secrets/ca.crt"
  export STUDYSPOT_MASTER_KEY_FILE="$DEMO/secrets/master.key" STUDYSPOT_TOKEN_KEY_FILE="$DEMO/secrets/token.key"
  export STUDYSPOT_GATE_CA_CERTIFICATE="$DEMO/secrets/ca.crt" STUDYSPOT_GATE_CA_KEY="$DEMO/secrets/ca.key"
  export STUDYSPOT_GATE_BROKER_HOST=localhost STUDYSPOT_GATE_BROKER_PORT="$BROKER_PORT" STUDYSPOT_BROKER_ACL_FILE="$ACCESS_LIST"
  export STUDYSPOT_WEB_ROOT="$PWD/cloud/dashboard/dist" STUDYSPOT_DEMO_GATE_URL="$GATE_URL"
}

# --- processes -------------------------------------------------------------------------------------------------------

# start NAME COMMAND...: in a session of its own, output to its log, remembered for the end.
start() {
  local name=$1; shift
  setsid "$@" >>"$DEMO/logs/$name.log" 2>&1 8>&- &
  CHILDREN+=("$name:$!")
}

one_off() {
  local name=$1; shift
  "$@" >"$DEMO/logs/$name.log" 2>&1 8>&- || { tail -n 20 "$DEMO/logs/$name.log" >&2; die "$name failed (.state/demo/logs/$name.log)" 70; }
}

# await WHAT COMMAND...: until it succeeds, at most 60 s.
await() {
  local what=$1 tries=0; shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    first_dead && die "$DEAD ended while waiting for $what; its log is .state/demo/logs/$DEAD.log: $(tail -n 3 "$DEMO/logs/$DEAD.log")" 70
    [ $tries -lt 300 ] || die "$what is not ready after 60 s (logs: .state/demo/logs)" 74
    sleep 0.2
  done
}

first_dead() {
  local child
  for child in "${CHILDREN[@]}"; do kill -0 "${child#*:}" 2>/dev/null || { DEAD=${child%%:*}; return 0; }; done
  return 1
}

watch_children() {
  while ! first_dead; do reload_broker; sleep 1; done
  die "$DEAD ended by itself; its log is .state/demo/logs/$DEAD.log: $(tail -n 3 "$DEMO/logs/$DEAD.log")" 70
}

# Last started, first stopped: 10 s to end cleanly, then by force.
stop_demo() {
  local i name pid tries
  trap '' INT TERM
  [ ${#CHILDREN[@]} -gt 0 ] && say && step "stopping"
  for ((i = ${#CHILDREN[@]} - 1; i >= 0; i--)); do
    name=${CHILDREN[i]%%:*} pid=${CHILDREN[i]#*:}
    kill -TERM "$pid" 2>/dev/null || continue
    for ((tries = 0; tries < 100; tries++)); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null && say "  $name did not end by itself and was killed"
  done
  [ -n "${POSTGRES_UP:-}" ] && setsid_pg stop -m fast
  rm -f "$DEMO"/run/*
}
