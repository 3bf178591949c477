# vault completion for bash 4.4 and newer, written by `vault completion bash`.
_vault_completion() {
    local IFS=$'\n' line kind value help room inside="'\\''" current=${COMP_WORDS[COMP_CWORD]}
    local -a lines values=() listed=()
    COMPREPLY=()
    mapfile -t lines < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
        _VAULT_COMPLETE=bash_complete "$1" 2>/dev/null)
    for line in "${lines[@]}"; do
        kind=${line%%$'\t'*} line=${line#*$'\t'}
        value=${line%%$'\t'*} help=${line#*$'\t'}
        case $kind in
        dir) compopt -o dirnames ;;
        file) compopt -o default ;;
        plain)
            # a name with spaces is one word; behind a quote that is typed already only what would end or change it
            case $current in
            \'*) value=${value//\'/"$inside"} ;;
            \"*) value=$(sed 's/[\\"$`]/\\&/g' <<<"$value") ;;
            *) printf -v value %q "$value" ;;
            esac
            values+=("$value")
            room=$((${COLUMNS:-80} - ${#value} - 6))
            help=${help:0:$((room > 0 ? room : 0))}
            listed+=("$value${help:+  ($help)}")
            ;;
        esac
    done
    # what an id means is shown in the list, and never put on the line
    if ((${#values[@]} > 1)) && [[ $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
        COMPREPLY=("${listed[@]}")
    else
        COMPREPLY=("${values[@]}")
    fi
}
complete -o nosort -F _vault_completion vault vault-tools
