//! What lies in folders and in the data map becomes code: every query and every change of the tables by its name, and what is
//! counted, deleted and copied of a person's rows.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// A table as `data_map.toml` says it.
#[derive(Deserialize)]
struct Table {
    about: String,
    #[serde(default, rename = "use")]
    of: String,
    erase: String,
    #[serde(default)]
    export: bool,
    #[serde(default = "yes")]
    dump: bool,
    #[serde(default)]
    of_person: String,
    #[serde(default)]
    blank: String,
    columns: BTreeMap<String, String>,
}

fn yes() -> bool {
    true
}

#[expect(clippy::disallowed_methods, reason = "Cargo tells a build where it is by the environment")]
fn main() -> Result<(), Box<dyn Error>> {
    for input in ["sql", "data_map.toml", "build.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let map = fs::read_to_string(here.join("data_map.toml"))?;
    let tables: BTreeMap<String, Table> = toml::from_str(&map)?;
    // In the order of the file: those that others point at stand first.
    let order =
        map.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')).filter(|name| !name.contains('.'));
    let tables: Vec<(&str, &Table)> = order.filter_map(|name| Some((name, tables.get(name)?))).collect();
    fs::write(out.join("queries.rs"), queries(&here.join("sql"), &tables)?)?;
    fs::write(out.join("migrations.rs"), migrations(&here.join("sql/migrations"))?)?;
    fs::write(out.join("tables.rs"), tables_code(&tables)?)?;
    fs::write(out.join("seen.rs"), seen_code(&tables)?)?;
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// `sql/person/find.sql` is `PERSON_FIND`; what is made of the data map is listed with them, so that one test prepares all.
fn queries(folder: &Path, tables: &[(&str, &Table)]) -> Result<String, Box<dyn Error>> {
    let (mut code, mut all) = (String::new(), String::new());
    for word in sorted(folder)?.into_iter().filter(|path| path.is_dir() && !path.ends_with("migrations")) {
        for file in sorted(&word)? {
            let path = format!("{}/{}", stem(&word), stem(&file));
            let name = path.replace('/', "_").to_uppercase();
            writeln!(code, "pub(crate) const {name}: &str = include_str!({:?});", file.display().to_string())?;
            writeln!(all, "    ({path:?}, {name}),")?;
        }
    }
    for (name, table) in tables.iter().filter(|(_, table)| !table.of_person.is_empty()) {
        writeln!(all, "    ({:?}, {:?}),", format!("{name}/count_of_person"), count(name, table))?;
        writeln!(all, "    ({:?}, {:?}),", format!("{name}/copy_of_person"), copy(name, table))?;
        if let Some(erase) = erase(name, table) {
            writeln!(all, "    ({:?}, {erase:?}),", format!("{name}/erase_of_person"))?;
        }
    }
    for (of, query) in seen(tables)? {
        writeln!(all, "    ({:?}, {query:?}),", format!("register/seen_{of}"))?;
    }
    write!(code, "\n/// Every query: its path and its text.\npub const QUERIES: &[(&str, &str)] = &[\n{all}];\n")?;
    Ok(code)
}

/// `0003_people.sql` is the third change of the tables.
fn migrations(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("&[\n");
    for file in sorted(folder)? {
        let name = stem(&file);
        let (number, name) = name.split_once('_').ok_or("a change of the tables has a number and a name")?;
        let number: i64 = number.parse()?;
        writeln!(code, "    ({number}, {name:?}, include_str!({:?})),", file.display().to_string())?;
    }
    code.push_str("]\n");
    Ok(code)
}

/// By use: whether an organisation has a row in any of its tables.
fn seen(tables: &[(&str, &Table)]) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, table) in tables {
        match (table.about.as_str(), table.of.as_str()) {
            ("nobody", _) => {}
            (about, "") => {
                return Err(format!("`{name}` is about a {about}: `use` has to say for what it is there").into());
            }
            (_, of) if table.columns.contains_key("tenant_id") => {
                let row = format!("exists (select 1 from {name} where tenant_id = $1)");
                parts.entry(of.to_owned()).or_default().push(row);
            }
            _ => {}
        }
    }
    Ok(parts
        .into_iter()
        .map(|(of, rows)| (of, format!("select cast(1 as bigint) where {}", rows.join(" or "))))
        .collect())
}

fn seen_code(tables: &[(&str, &Table)]) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("&[\n");
    for (of, query) in seen(tables)? {
        writeln!(code, "    ({of:?}, {query:?}),")?;
    }
    code.push_str("]\n");
    Ok(code)
}

fn count(name: &str, table: &Table) -> String {
    format!("select count(*) from {name} where {}", table.of_person)
}

/// What a person may have: no keyed hashes and no verifiers of secrets, which say nothing to anybody; what is
/// sealed is opened by the parts of a copy that are made by hand.
fn copied(table: &Table) -> Vec<&str> {
    let told = |class: &str| ["record", "fact", "about"].contains(&class);
    table.columns.iter().filter(|(_, class)| told(class)).map(|(column, _)| column.as_str()).collect()
}

fn copy(name: &str, table: &Table) -> String {
    format!("select {} from {name} where {} order by 1", copied(table).join(", "), table.of_person)
}

fn erase(name: &str, table: &Table) -> Option<String> {
    match (table.erase.as_str(), table.blank.as_str()) {
        ("delete", _) => Some(format!("delete from {name} where {}", table.of_person)),
        ("blank", set) if !set.is_empty() => Some(format!("update {name} set {set} where {}", table.of_person)),
        _ => None,
    }
}

fn tables_code(tables: &[(&str, &Table)]) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("&[\n");
    for (name, table) in tables {
        let of_person = match table.of_person.is_empty() {
            true => "None".to_owned(),
            false => format!(
                "Some(OfPerson {{ count: {:?}, erase: {:?}, copy: {:?}, columns: &{:?}, exported: {} }})",
                count(name, table),
                erase(name, table),
                copy(name, table),
                copied(table),
                table.export,
            ),
        };
        let (dump, blank) = (table.dump, table.erase == "blank");
        writeln!(code, "    Table {{ name: {name:?}, dump: {dump}, blank: {blank}, of_person: {of_person} }},")?;
    }
    code.push_str("]\n");
    Ok(code)
}
