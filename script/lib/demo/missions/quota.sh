# be refused once, because the subscription is used up
if [ "$LANE_ATTEMPT" = 1 ]; then
    reset=$(date --utc --date '+3 seconds' +%Y-%m-%dT%H:%M:%SZ)
    printf '{"lane":"limit","class":"usage_window","state":"rejected",%s,"reset_at":"%s"}\n' \
        '"window":"five_hour"' "$reset" >&3
    exit 75
fi
answer "served after the reset"
