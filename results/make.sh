#!/usr/bin/env bash
# Makes every number in results/: cross-validated evaluations, then one leaderboard over three corpora.
# Needs `duramen` on the path and the archives of the published corpora in $DURAMEN_CORPORA; takes about two hours on two
# cores. What is done already is not done again; delete $work to start afresh.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${DURAMEN_CACHE:-$HOME/.cache/duramen}/results
mkdir -p "$work" results/evaluation

# Each page by a model that saw no page of its host: the only rows of ours that count on WCXB.
if [ ! -s "$work/boosted.json" ]; then
    duramen train evaluate --json --predictions "$work/boosted.parquet" > "$work/boosted.part"
    mv "$work/boosted.part" "$work/boosted.json"
fi
cp "$work/boosted.json" results/evaluation/
# ... and on scrapinghub, by a model that was trained without it, its hosts and near-duplicates.
if [ ! -s "$work/left-out-scrapinghub.json" ]; then
    duramen train evaluate --leave-out scrapinghub --json --predictions "$work/left-out-scrapinghub.parquet" \
        > "$work/left-out-scrapinghub.part"
    mv "$work/left-out-scrapinghub.part" "$work/left-out-scrapinghub.json"
fi
cp "$work/left-out-scrapinghub.json" results/evaluation/

# Rivals with an environment of their own; one that cannot be made here is shown as left out, with the reason.
duramen bench setup all || true

for corpus in starter wcxb scrapinghub; do
    duramen bench run "$corpus" --out "$work/bench"
    duramen bench time "$corpus" --out "$work/bench"
done

# Rows of tools that do not install here, from the predictions that upstream publishes with the corpus.
published=$(duramen corpora path scrapinghub)/output
published() { # FILE, then what its tool was trained on
    duramen bench import "$published/$1.json" --tool "$1 (published)" --corpus scrapinghub --out "$work/bench" "${@:2}"
}
published AutoExtract
published rs_trafilatura --like trafipy
published go_trafilatura --trained-on 'trafilatura=a port of trafilatura (its README), whose rules are developed against this set'
published readability_js --like readability-js

duramen bench score "$work/bench" --also "$work/boosted.parquet" --also "$work/left-out-scrapinghub.parquet"
duramen bench report "$work/bench" --out results

# Who reads titles, authors and dates best.
duramen bench metadata article-extraction-dataset --timed 30 --out "$work/metadata" > results/metadata.md
