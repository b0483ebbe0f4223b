# The index of commands: each is `npm run <same>`.

default:
    @just --list

# Start the network and rollup `demo` on this machine; Ctrl-C stops it.
start *args:
    npm start -- {{args}}

stop:
    npm run stop

# Static checks: generated code, format, lint, types, unused.
check:
    npm run check

test:
    npm test

# Attacked networks, with peak memory per process: `just test-hostile --engines` on real engines.
test-hostile *args:
    npm run test:hostile -- {{args}}

test-quick:
    npm run test:quick

# Networks killed in every way: `just test-faults --seed 1..5`, `just test-faults --engines --seed 1`.
test-faults *args:
    npm run test:faults -- {{args}}

# The whole way on CometBFT, Geth and NATS.
test-engines:
    npm run test:engines

# The pinned CometBFT, Geth and nats-server, built once into ~/.cache/switchyard/engines.
engines:
    npm run engines

build:
    npm run build

# Regenerate packages/proto/gen.
gen:
    npm run gen

bench *args:
    npm run bench -- {{args}}
