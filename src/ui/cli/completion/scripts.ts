export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What `baiup` is asked with, by the shells, for the words that can follow those typed. */
export const proposeCommand = '__complete';

const bash = `# baiup completion for bash: baiup completion bash > ~/.local/share/bash-completion/completions/baiup
_baiup() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done \\
    < <("\${COMP_WORDS[0]}" ${proposeCommand} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _baiup baiup
`;

const zsh = `#compdef baiup
# baiup completion for zsh: baiup completion zsh > a folder of $fpath, as _baiup
_baiup() {
  local -a proposed
  proposed=("\${(@f)$("\${words[1]}" ${proposeCommand} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$proposed" ]]; then compadd -- "\${proposed[@]}"; else _files; fi
}
if [[ "$funcstack[1]" == _baiup ]]; then _baiup "$@"; else compdef _baiup baiup; fi
`;

const fish = `# baiup completion for fish: baiup completion fish > ~/.config/fish/completions/baiup.fish
function __baiup_proposed
    set -l words (commandline -opc) (commandline -ct)
    set -l proposed ($words[1] ${proposeCommand} $words[2..] 2>/dev/null)
    if count $proposed >/dev/null
        printf '%s\\n' $proposed
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c baiup -f -a '(__baiup_proposed)'
`;

/** What a shell reads to complete words of baiup. */
export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
