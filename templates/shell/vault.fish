# vault completion for fish, written by `vault completion fish`.
function _vault_completion
    set -l response (env _VAULT_COMPLETE=fish_complete COMP_WORDS=(commandline -cp) \
        COMP_CWORD=(commandline -ct) vault 2>/dev/null)
    for line in $response
        set -l parts (string split -m 1 \t -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
            case plain
                echo -- $parts[2]
        end
    end
end
complete --no-files --keep-order --command vault --arguments "(_vault_completion)"
complete --no-files --keep-order --command vault-tools --arguments "(_vault_completion)"
