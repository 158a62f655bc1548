//! Lists the catalogue for the compiler: every file of the server's words, every message with the values it takes, and
//! every language there is.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{ast, parser};

fn main() -> Result<(), Box<dyn Error>> {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../words").canonicalize()?;
    println_rerun(&words);
    let mut files = String::new();
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for folder in sorted(&words)?.into_iter().filter(|path| path.is_dir()) {
        println_rerun(&folder);
        let language = name(&folder);
        for file in sorted(&folder)? {
            if name(&file).starts_with("console") {
                continue;
            }
            println_rerun(&file);
            writeln!(files, "    ({language:?}, include_str!({:?})),", file.display().to_string())?;
            let text = fs::read_to_string(&file)?;
            let parsed = parser::parse(text.as_str()).map_err(|(_, wrong)| format!("{}: {wrong:?}", file.display()))?;
            for entry in &parsed.body {
                if let ast::Entry::Message(ast::Message { id, value: Some(value), .. }) = entry {
                    values(value, keys.entry(id.name.to_owned()).or_default());
                }
            }
        }
    }
    let mut out = format!("pub(crate) const FILES: &[(&str, &str)] = &[\n{files}];\n");
    out.push_str("pub(crate) const KEYS: &[(&str, &[&str])] = &[\n");
    for (key, values) in &keys {
        writeln!(out, "    ({key:?}, &{:?}),", values.iter().collect::<Vec<_>>())?;
    }
    out.push_str("];\n");
    let to = std::env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?;
    fs::write(PathBuf::from(to).join("catalogue.rs"), out)?;
    Ok(())
}

fn println_rerun(path: &Path) {
    println!("cargo:rerun-if-changed={}", path.display());
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The names of the values that a text takes.
fn values(pattern: &ast::Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            of_expression(expression, into);
        }
    }
}

fn of_expression(expression: &ast::Expression<&str>, into: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => of_inline(inline, into),
        ast::Expression::Select { selector, variants } => {
            of_inline(selector, into);
            variants.iter().for_each(|variant| values(&variant.value, into));
        }
    }
}

fn of_inline(inline: &ast::InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => of_expression(expression, into),
        _ => {}
    }
}
