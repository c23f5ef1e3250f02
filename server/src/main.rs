//! The program.

fn main() -> std::process::ExitCode {
    forecourt_server::cli::run()
}
