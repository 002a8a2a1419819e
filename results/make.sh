#!/usr/bin/env bash
# Makes every number in results/: evaluations on hosts that the model did not see, then one leaderboard over all corpora.
# Needs `duramen` on the path and the archives of the published corpora in $DURAMEN_CORPORA; takes about eleven hours on two
# quiet cores, and 9 GB. What is done already is not done again; delete $work to start afresh.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${DURAMEN_CACHE:-$HOME/.cache/duramen}/results
mkdir -p "$work" results/evaluation/reliability results/evaluation/dial

# The rows of ours that count where the shipped weights were trained: each page of WCXB by a model that saw no page of its
# host, each other corpus by a model that was trained without it, its hosts and near-duplicates.
evaluate() { # NAME, CORPUS, then how to evaluate
    if [ ! -s "$work/$1.json" ]; then
        duramen train evaluate "${@:3}" --json --predictions "$work/$1.parquet" --dial "$work/dial/$2.json" \
            --reliability "$work/reliability/$2.json" > "$work/$1.part"
        mv "$work/$1.part" "$work/$1.json"
    fi
    cp "$work/$1.json" results/evaluation/
    cp "$work/reliability/$2".* results/evaluation/reliability/
    cp "$work/dial/$2.json" results/evaluation/dial/
}
evaluate wcxb wcxb --folds 5
for corpus in scrapinghub mozilla-readability article-extraction-dataset starter; do
    evaluate "left-out-$corpus" "$corpus" --leave-out "$corpus"
done
# Predictions alone, to be scored below: snippets give no word F1 of their own, and weights that learned from every corpus
# but the tested one, those too from which nothing may be shipped, are for research.
predict() { # NAME, then how to evaluate
    [ -s "$work/$1.parquet" ] || duramen train evaluate "${@:2}" --predictions "$work/$1.parquet"
}
predict left-out-trafilatura --leave-out trafilatura
predict everything-wcxb --recipe everything --folds 5
for corpus in scrapinghub mozilla-readability article-extraction-dataset starter trafilatura cleaneval dragnet daniel \
    l3s-gn1 google-trends-2017; do
    predict "everything-$corpus" --recipe everything --leave-out "$corpus"
done

# Rivals with an environment of their own; one that cannot be made here is shown as left out, with the reason.
duramen bench setup all || true

corpora=(starter scrapinghub mozilla-readability readability-wceb google-trends-2017 l3s-gn1 article-extraction-dataset
    webmainbench cleaneval dragnet daniel wcxb trafilatura)
# Answers first, many tools at a time: hence the long deadline.
for corpus in "${corpora[@]}"; do
    duramen bench run "$corpus" --tools all --deadline 120 --out "$work/bench"
done
# Then times, one tool at a time on one core.
for corpus in "${corpora[@]}"; do
    duramen bench time "$corpus" --tools all --pages 30 --repeats 3 --out "$work/bench"
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

# One more tool later: duramen bench run CORPUS --tools X --pages-of results --out RUN; duramen bench join results RUN --out results
also=()
for file in "$work"/*.parquet; do also+=(--also "$file"); done
duramen bench score "$work/bench" "${also[@]}"
duramen bench report "$work/bench" --out results

# Who reads titles, authors and dates best.
duramen bench metadata article-extraction-dataset --timed 30 --out "$work/metadata" > results/metadata.md

# What becomes of code, tables, lists, links and formulas.
duramen bench fidelity --out "$work/fidelity" > results/fidelity.md
cp "$work/fidelity/fidelity.json" results/fidelity.json

# Noise that got through beside the rivals that find as much; what time and memory grow with.
python results/noise.py results/leaderboard.json > results/noise.md
python results/growth.py > results/speed.md
