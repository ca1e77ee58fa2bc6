#!/usr/bin/env bash
# A PostgreSQL database for shared translation memories, and the translators who may use it: packaging/shared-memory.sh DATABASE [USER…]
#
#   sudo apt-get install postgresql
#   sudo -u postgres packaging/shared-memory.sh memories zoe tom     # again at any time, for more users
#   interlinear-cli memory share ui.itm postgresql://zoe@team.example/memories
#   interlinear-cli memory join postgresql://tom@team.example/memories ui.itm
#
# It speaks to the server that psql speaks to (PGHOST, PGPORT, PGUSER), as somebody who may make databases and roles. New users get the password that is asked
# for; without a terminal none, and "psql --command '\password NAME'" sets one. Translators add changes and read them; nobody but the owner changes or deletes
# what was said. For other machines, postgresql.conf needs listen_addresses and ssl = on, and pg_hba.conf a line such as
# "hostssl memories +interlinear samenet scram-sha-256". Backups: pg_dump memories. The rights go to the role "interlinear", whose members the users are.
set -euo pipefail

(($#)) || { echo "Usage: packaging/shared-memory.sh DATABASE [USER…]" >&2; exit 2; }
sql=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/resources/sql/shared_server.sql
database=$1
shift

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --set "database=$database" "$@"; }

[[ -n $(ask --dbname postgres <<<"SELECT 1 FROM pg_roles WHERE rolname = 'interlinear'") ]] || ask --dbname postgres <<<'CREATE ROLE interlinear NOLOGIN'
[[ -n $(ask --dbname postgres <<<"SELECT 1 FROM pg_database WHERE datname = :'database'") ]] ||
  ask --dbname postgres <<<"CREATE DATABASE :\"database\" ENCODING 'UTF8' TEMPLATE template0"
[[ -n $(ask --dbname "$database" <<<"SELECT to_regclass('interlinear.schema_version')") ]] || ask --dbname "$database" --single-transaction --file "$sql"
ask --dbname "$database" --single-transaction <<'SQL'
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO interlinear;
GRANT USAGE ON SCHEMA interlinear TO interlinear;
GRANT SELECT ON ALL TABLES IN SCHEMA interlinear TO interlinear;
GRANT INSERT (name, uuid, source_language, target_language), UPDATE (last_change) ON interlinear.memory TO interlinear;
GRANT INSERT (memory, number, push, state) ON interlinear.change TO interlinear;
SQL
for user in "$@"; do
  if [[ -z $(ask --dbname postgres --set "user=$user" <<<"SELECT 1 FROM pg_roles WHERE rolname = :'user'") ]]; then
    ask --dbname postgres --set "user=$user" <<<'CREATE ROLE :"user" LOGIN'
    [[ ! -t 0 ]] || ask --dbname postgres --set "user=$user" --command "\\password \"${user//\"/\"\"}\""
  fi
  ask --dbname postgres --set "user=$user" <<<'GRANT interlinear TO :"user"'
done
