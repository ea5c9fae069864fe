//! The commands that this program was built without. They stay in the help and say why they do nothing: "no such command"
//! would send the reader of a manual looking for a typing error.

// In a program that has all of them, nothing here is used.
#![allow(unused)]

use super::refusal::Refusal;

fn refusal(command: &str, feature: &str) -> Refusal {
    Refusal::usage(format!("this program was built without `{command}`"))
        .help(format!("use a program with all features, or build it with `--features {feature}`"))
}

macro_rules! absent {
    ($module:ident, $arguments:ident, $command:literal, $feature:literal $(, $more:ident)?) => {
        #[cfg(not(feature = $feature))]
        pub mod $module {
            use crate::cli::console::Console;
            use crate::cli::exit::Exit;
            use crate::cli::refusal::Refusal;

            /// (This program was built without it)
            #[derive(Debug, clap::Args)]
            pub struct $arguments {
                #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
                arguments: Vec<String>,
            }

            /// Refuses.
            ///
            /// # Errors
            ///
            /// Always.
            pub fn run$(<$more>)?(_: &$arguments, $(_: $more,)? _: &Console) -> Result<Exit, Refusal> {
                Err(super::refusal($command, $feature))
            }
        }
    };
}

absent!(completions, Completions, "completions", "completions");
absent!(import, Import, "import", "import", When);
absent!(man, ManArguments, "man", "completions");
absent!(serve, Serve, "serve", "serve", Options);
