//! `filrouge adopt`: a flow of another product as a project, and what was not carried over.

use crate::arguments::{Adopt, Product as Wanted};
use crate::commands::check::counted;
use crate::commands::new::create;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_adopt::{Adopted, Left, Product, adopt};
use std::fs;
use std::io::{Read, stdin};
use std::path::Path;

/// Reads the export and writes the project; nothing is written over.
pub fn run(options: &Adopt, terminal: &Terminal) -> Outcome {
    let (export, output) = (&options.export, &options.output);
    if output.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::new(output.display(), "the folder is not empty; give a new one"));
    }
    let text = read(export).map_err(|error| Failure::new(export.display(), error))?;
    let adopted =
        adopt(product(options.product), &text).map_err(|error| Failure::new(export.display(), error))?;
    for (path, text) in &adopted.files {
        create(&output.join(path), text)?;
    }
    terminal.print(&terminal.told(&told(&adopted, output)));
    Ok(Exit::Clean)
}

fn read(path: &Path) -> std::io::Result<String> {
    if path.as_os_str() != "-" {
        return fs::read_to_string(path);
    }
    let mut text = String::new();
    stdin().lock().read_to_string(&mut text)?;
    Ok(text)
}

const fn product(wanted: Wanted) -> Product {
    match wanted {
        Wanted::Klaviyo => Product::Klaviyo,
        Wanted::Hubspot => Product::Hubspot,
        Wanted::Mautic => Product::Mautic,
        Wanted::Braze => Product::Braze,
        Wanted::Customerio => Product::Customerio,
    }
}

fn told(adopted: &Adopted, output: &Path) -> String {
    let Adopted { journey, files, left, steps } = adopted;
    let output = output.display();
    let carried = counted(*steps, "step was", "steps were");
    let mut out = format!("adopted    {output}: journey `{journey}`, paused; {carried} carried over\n");
    for Left { place, what, .. } in left {
        out.push_str(&format!("left       {place}: {what}\n"));
    }
    let things = counted(left.len(), "thing", "things");
    out.push_str(&format!(
        "written    {}\nnext       {things} to look at in {output}/LEFT.md, then `filrouge check {output}`\n",
        counted(files.len(), "file", "files")
    ));
    out
}
