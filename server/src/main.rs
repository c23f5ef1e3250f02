//! x
fn main() {
    println!("forecourt {}", env!("CARGO_PKG_VERSION"));
}
