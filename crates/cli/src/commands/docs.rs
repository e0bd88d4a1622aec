//! `filrouge docs`: the documentation of a project as a static site.

use crate::arguments::{Docs as Options, Tongues};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle, show};
use crate::terminal::Terminal;
use filrouge_compile::{Analysis, manifest};
use filrouge_machine::Ready;
use filrouge_plan::{Bundle, Place};
use filrouge_simulate::coverage::{Coverage, Met};
use filrouge_simulate::lived;
use filrouge_site::{File, Language, Line, Project, Test, Text, site};
use filrouge_source::{FileId, Sources};
use std::path::Path;
use std::sync::Arc;

/// Writes the site that `options` ask for.
pub fn run(options: &Options, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(&options.project)?;
    let Some(bundle) = bundle(&root, &analysis).map(Arc::new) else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    let own = if terminal.speaks_french() { Tongues::Fr } else { Tongues::En };
    let files = files(&analysis, &bundle, options.lang.unwrap_or(own))?;
    for file in &files {
        write(&options.output, file)?;
    }
    terminal.say(&format!("{} in {}", counted(files.len(), "file", "files"), options.output.display()));
    Ok(Exit::Clean)
}

fn files(analysis: &Analysis, bundle: &Arc<Bundle>, lang: Tongues) -> Result<Vec<File>, Failure> {
    let Some(checked) = &analysis.checked else { return Ok(Vec::new()) };
    let ready =
        Ready::new(Arc::clone(bundle)).map_err(|error| Failure::new("the plan cannot be run", error))?;
    let manifest = manifest(checked, &analysis.sources, bundle);
    let (mut met, mut tests) = (Met::default(), Vec::new());
    for scenario in &checked.model().tests {
        let lived = lived(&ready, scenario);
        met.join(lived.met);
        let line = line(scenario.place, &analysis.sources);
        tests.push(Test { scenario, passed: lived.failures.is_empty(), line });
    }
    let coverage = Coverage::of(bundle, &met, |_| true);
    let texts = texts(&analysis.sources, bundle);
    let project = Project { bundle, manifest: &manifest, texts: &texts, tests: &tests, coverage: &coverage };
    Ok(site(&project, languages(lang))?)
}

const fn languages(lang: Tongues) -> &'static [Language] {
    match lang {
        Tongues::En => &[Language::English],
        Tongues::Fr => &[Language::French],
        Tongues::Both => &[Language::English, Language::French],
    }
}

/// The texts of the project, in the order of their paths. A folder may hold JSON that no declaration imports.
fn texts<'s>(sources: &'s Sources, bundle: &Bundle) -> Vec<Text<'s>> {
    let imported = |path: &str| bundle.origins.files.iter().any(|file| file.path == path);
    let kept = sources.iter().filter(|(_, file)| !file.path.ends_with(".json") || imported(&file.path));
    let mut texts: Vec<Text<'_>> =
        kept.map(|(_, file)| Text { path: &file.path, text: &file.text }).collect();
    texts.sort_by_key(|text| text.path);
    texts
}

fn line(place: Place, sources: &Sources) -> Option<Line> {
    let file = sources.get(FileId(place.file))?;
    let line = file.lines().line_of(place.start);
    Some(Line { file: file.path.clone(), line: usize::try_from(line).ok()? + 1 })
}

fn write(folder: &Path, file: &File) -> Result<(), Failure> {
    let path = folder.join(&file.path);
    let parent = path.parent().unwrap_or(folder);
    std::fs::create_dir_all(parent).map_err(|error| Failure::new(parent.display(), error))?;
    std::fs::write(&path, &file.text).map_err(|error| Failure::new(path.display(), error))
}
