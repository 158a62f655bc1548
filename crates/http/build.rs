//! Builds again when the tag or the console was built, because both are embedded.

fn main() {
    for folder in ["../../tag/dist", "../../console/dist"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
