//! `filrouge graph`: a picture of the project.

use crate::against::known;
use crate::arguments::{Graph as Options, Picture, Tongue};
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle, show};
use crate::terminal::Terminal;
use filrouge_change::Edit;
use filrouge_compile::Analysis;
use filrouge_picture::{Graph, Language, Mark, Overlay, Places, data, dot, estate, journey, mermaid, svg};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_review::{Review, Side, review};

/// Draws what `options` ask for.
pub fn run(options: &Options, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(&options.project)?;
    let Some(bundle) = bundle(&root, &analysis) else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    let told = options.data.then(|| crate::project::manifest(&analysis, &bundle)).flatten();
    let graph = graph(&bundle, told.as_ref(), options, terminal)?;
    let Some((graph, overlay)) = compared(graph, &analysis, &bundle, options, terminal)? else {
        return Ok(Exit::Found);
    };
    let drawn = match options.format {
        Picture::Svg => svg(&graph, &overlay, &filrouge_picture::Options::default()),
        Picture::Mermaid => mermaid(&graph, &overlay),
        Picture::Dot => dot(&graph, &overlay),
    };
    match &options.output {
        Some(file) => std::fs::write(file, drawn).map_err(|error| Failure::new(file.display(), error))?,
        None => terminal.print(&drawn),
    }
    Ok(Exit::Clean)
}

/// The picture with what differs, where that is asked for; nothing when the other side does not compile.
fn compared(
    graph: Graph,
    analysis: &Analysis,
    bundle: &Bundle,
    options: &Options,
    terminal: &Terminal,
) -> Result<Option<(Graph, Overlay)>, Failure> {
    let Some(against) = &options.against else { return Ok(Some((graph, Overlay::default()))) };
    let Some(old) = known(against, &options.project, &options.admin_token_env, terminal)? else {
        return Ok(None);
    };
    let manifest = crate::project::manifest(analysis, bundle);
    let new = Side { name: "this folder", bundle, manifest: manifest.as_ref(), approvals: &[] };
    let overlay = marks(&review(&old.side(), &new, old.inside.as_ref()));
    // A journey that was not there before has lost nothing.
    let before = self::graph(&old.bundle, old.manifest.as_ref(), options, terminal).ok();
    let graph = match before {
        Some(before) => graph.with_gone(&before, &overlay),
        None => graph,
    };
    Ok(Some((graph, overlay)))
}

fn marks(review: &Review) -> Overlay {
    let changes = review.changes.iter().map(|one| (one.change.address.clone(), mark(&one.change.edit)));
    let wider = review.privacy.iter().filter(|shift| shift.widens);
    changes.chain(wider.map(|shift| (shift.address.clone(), Mark::Privacy))).collect()
}

const fn mark(edit: &Edit) -> Mark {
    match edit {
        Edit::Added => Mark::Added,
        Edit::Removed => Mark::Removed,
        Edit::Renamed { .. }
        | Edit::Replaced { .. }
        | Edit::Changed { .. }
        | Edit::Narrowed { .. }
        | Edit::Widened => Mark::Changed,
    }
}

/// That of the words in the picture.
fn language(options: &Options, terminal: &Terminal) -> Language {
    match options.lang {
        Some(Tongue::Fr) => Language::French,
        None if terminal.speaks_french() => Language::French,
        Some(Tongue::En) | None => Language::English,
    }
}

/// The picture of a plan: of one journey, of all, or of the data that `manifest` tells of.
fn graph(
    bundle: &Bundle,
    manifest: Option<&Manifest>,
    options: &Options,
    terminal: &Terminal,
) -> Result<Graph, Failure> {
    let (places, language) = (Places::of(bundle), language(options, terminal));
    if let Some(name) = &options.journey {
        return journey(&bundle.plan, name, places, language).ok_or_else(|| unknown(bundle, name));
    }
    let told = manifest.filter(|_| options.data);
    Ok(told.map_or_else(|| estate(&bundle.plan, places, language), |manifest| data(manifest, language)))
}

fn unknown(bundle: &Bundle, name: &str) -> Failure {
    let names: Vec<&str> = bundle.plan.journeys.iter().map(|journey| journey.name.as_str()).collect();
    Failure::new(format!("no journey is called `{name}`"), format!("declared: `{}`", names.join("`, `")))
}
