# Completions of lanectl for bash; made by `lanectl help --bash`.
_lanectl() {
    local word="${COMP_WORDS[COMP_CWORD]}" path="" part
    for part in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$part" in
            -*) ;;
            *) path="${path:+$path }$part" ;;
        esac
    done
    local words=""
    case "$path" in
        "") words="status submit ps mission lane pool governor events supervisor config doctor version help logs why wait cancel drain undrain reroute --output --socket --no-color --quiet --help" ;;
        "mission") words="list show logs why wait cancel requeue hold release move resolve submit" ;;
        "lane") words="list show why drain undrain pause resume reroute flush rollout restart reset cordon uncordon" ;;
        "pool") words="list show set clear probe hold" ;;
        "governor") words="explain" ;;
        "supervisor") words="estop thaw reexec backup status" ;;
        "config") words="reload validate" ;;
        "status"|"status "*|"supervisor status"|"supervisor status "*) words="--watch --output --socket --no-color --quiet --help" ;;
        "submit"|"submit "*|"mission submit"|"mission submit "*) words="--file --jsonl --lane --fallback --no-fallback --class --deadline --not-before --expire-at-deadline --key --id --owner --source --label --type --timeout --idle-timeout --max-llm-calls --max-tokens --max-cost-usd --max-attempts --max-recoveries --fresh --preemptible --shadow-ok --check --require --retry-of --trace-id --wait --follow --wait-timeout --dry-run --output --socket --no-color --quiet --help" ;;
        "ps"|"ps "*) words="--lane --watch --output --socket --no-color --quiet --help" ;;
        "mission list"|"mission list "*) words="--all --status --lane --class --label --shadow --limit --watch --output --socket --no-color --quiet --help" ;;
        "mission show"|"mission show "*) words="--output --socket --no-color --quiet --help" ;;
        "mission logs"|"mission logs "*|"logs"|"logs "*) words="--follow --attempt --tail --output --socket --no-color --quiet --help" ;;
        "mission why"|"mission why "*|"why"|"why "*) words="--output --socket --no-color --quiet --help" ;;
        "mission wait"|"mission wait "*|"wait"|"wait "*) words="--timeout --output --socket --no-color --quiet --help" ;;
        "mission cancel"|"mission cancel "*|"cancel"|"cancel "*) words="--reason --force --dry-run --output --socket --no-color --quiet --help" ;;
        "mission requeue"|"mission requeue "*) words="--reason --force --dry-run --output --socket --no-color --quiet --help" ;;
        "mission hold"|"mission hold "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "mission release"|"mission release "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "mission move"|"mission move "*) words="--to --reason --dry-run --output --socket --no-color --quiet --help" ;;
        "mission resolve"|"mission resolve "*) words="--as --reason --dry-run --output --socket --no-color --quiet --help" ;;
        "lane list"|"lane list "*) words="--watch --output --socket --no-color --quiet --help" ;;
        "lane show"|"lane show "*) words="--output --socket --no-color --quiet --help" ;;
        "lane why"|"lane why "*) words="--output --socket --no-color --quiet --help" ;;
        "lane drain"|"lane drain "*|"drain"|"drain "*) words="--reason --deadline --detach --monitor --timeout --dry-run --output --socket --no-color --quiet --help" ;;
        "lane undrain"|"lane undrain "*|"undrain"|"undrain "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "lane pause"|"lane pause "*|"lane cordon"|"lane cordon "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "lane resume"|"lane resume "*|"lane uncordon"|"lane uncordon "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "lane reroute"|"lane reroute "*|"reroute"|"reroute "*) words="--to --class --off --reason --dry-run --output --socket --no-color --quiet --help" ;;
        "lane flush"|"lane flush "*) words="--class --reason --dry-run --output --socket --no-color --quiet --help" ;;
        "lane rollout"|"lane rollout "*) words="--percent --reason --dry-run --output --socket --no-color --quiet --help" ;;
        "lane restart"|"lane restart "*) words="--reason --force --dry-run --output --socket --no-color --quiet --help" ;;
        "lane reset"|"lane reset "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "pool list"|"pool list "*) words="--watch --output --socket --no-color --quiet --help" ;;
        "pool show"|"pool show "*) words="--output --socket --no-color --quiet --help" ;;
        "pool set"|"pool set "*|"pool hold"|"pool hold "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "pool clear"|"pool clear "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "pool probe"|"pool probe "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "governor explain"|"governor explain "*) words="--simulate --config --start-at --output --socket --no-color --quiet --help" ;;
        "events"|"events "*) words="--follow --since --type --mission --lane --cursor --output --socket --no-color --quiet --help" ;;
        "supervisor estop"|"supervisor estop "*) words="--reason --force --dry-run --output --socket --no-color --quiet --help" ;;
        "supervisor thaw"|"supervisor thaw "*) words="--reason --dry-run --output --socket --no-color --quiet --help" ;;
        "supervisor reexec"|"supervisor reexec "*) words="--output --socket --no-color --quiet --help" ;;
        "supervisor backup"|"supervisor backup "*) words="--output --socket --no-color --quiet --help" ;;
        "config reload"|"config reload "*) words="--output --socket --no-color --quiet --help" ;;
        "config validate"|"config validate "*) words="--output --socket --no-color --quiet --help" ;;
        "doctor"|"doctor "*) words="--output --socket --no-color --quiet --help" ;;
        "version"|"version "*) words="--output --socket --no-color --quiet --help" ;;
        "help"|"help "*) words="--markdown --bash --output --socket --no-color --quiet --help" ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _lanectl lanectl
