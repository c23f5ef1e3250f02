//! x
fn main() {
    println!("{}", forecourt_app::page());
}
