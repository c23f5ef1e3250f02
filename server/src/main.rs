//! The program.

/// Decisions and pages take and give back many small pieces of memory; a batch of decisions takes a seventh less time
/// with this than with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    forecourt_server::cli::run()
}
