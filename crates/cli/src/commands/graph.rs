//! `filrouge graph`: a picture of the project.

use crate::arguments::{Graph as Options, Picture, Tongue};
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle, show};
use crate::terminal::Terminal;
use filrouge_compile::{Analysis, manifest};
use filrouge_picture::{Graph, Language, Overlay, Places, data, dot, estate, journey, mermaid, svg};
use filrouge_plan::Bundle;

/// Draws what `options` ask for.
pub fn run(options: &Options, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(&options.project)?;
    let Some(bundle) = bundle(&root, &analysis) else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    let graph = graph(&analysis, &bundle, options)?;
    let drawn = match options.format {
        Picture::Svg => svg(&graph, &Overlay::default(), &filrouge_picture::Options::default()),
        Picture::Mermaid => mermaid(&graph, &Overlay::default()),
        Picture::Dot => dot(&graph, &Overlay::default()),
    };
    match &options.output {
        Some(file) => std::fs::write(file, drawn).map_err(|error| Failure::new(file.display(), error))?,
        None => terminal.print(&drawn),
    }
    Ok(Exit::Clean)
}

fn graph(analysis: &Analysis, bundle: &Bundle, options: &Options) -> Result<Graph, Failure> {
    let (language, places) = (options.lang.into(), Places::of(bundle));
    if let Some(name) = &options.journey {
        return journey(&bundle.plan, name, places, language).ok_or_else(|| unknown(bundle, name));
    }
    let told = analysis.checked.as_ref().filter(|_| options.data);
    let told = told.map(|checked| manifest(checked, &analysis.sources, bundle));
    Ok(told.map_or_else(|| estate(&bundle.plan, places, language), |manifest| data(&manifest, language)))
}

fn unknown(bundle: &Bundle, name: &str) -> Failure {
    let names: Vec<&str> = bundle.plan.journeys.iter().map(|journey| journey.name.as_str()).collect();
    Failure::new(format!("no journey is called `{name}`"), format!("declared: `{}`", names.join("`, `")))
}

impl From<Tongue> for Language {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::En => Self::English,
            Tongue::Fr => Self::French,
        }
    }
}
