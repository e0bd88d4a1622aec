//! `filrouge audit`: the audit log, verified, proved, exported and read.

mod explain;

use crate::arguments::{AuditAction, Numbered, Output, Verify};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_audit::{Checkpoint, Proof};
use filrouge_note::Verifier;
use filrouge_store::{AuditLog, Folder, Verdict, rotate, verify};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Verifies, proves, exports or reads.
pub fn run(action: AuditAction, terminal: &Terminal) -> Outcome {
    match action {
        AuditAction::Verify(options) => verified(&options, terminal),
        AuditAction::Prove(record) => prove(&record, terminal),
        AuditAction::Check { proof, key } => check(&proof, &key, terminal),
        AuditAction::Checkpoint { data, key: true } => {
            terminal.say(&AuditLog::open(&data)?.verifier()?.to_string());
            Ok(Exit::Clean)
        }
        AuditAction::Checkpoint { data, key: false } => {
            terminal.print(&AuditLog::unlocked(&data)?.checkpoint()?.1);
            Ok(Exit::Clean)
        }
        AuditAction::Export { data, out } => export(&data, &out, terminal),
        AuditAction::Rotate { data, root_key } => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
            let keys = rotate(&data, &root_key, i64::try_from(now).unwrap_or(i64::MAX))?;
            terminal.print(&format!("{} wrapped anew\n", counted(keys as usize, "key", "keys")));
            Ok(Exit::Clean)
        }
        AuditAction::Explain(record) => explain::run(&record, terminal),
    }
}

fn verified(options: &Verify, terminal: &Terminal) -> Outcome {
    let key = options.key.as_deref().map(str::parse::<Verifier>).transpose()?;
    let (verdict, signed) = match (&options.folder, &options.data) {
        (Some(folder), _) => {
            let folder = Folder::open(folder, key)?;
            let older = compared(options, folder.verifier())?;
            (folder.verify(&older)?, older)
        }
        (None, data) => {
            let log = AuditLog::open(data.as_deref().unwrap_or(Path::new(".")))?;
            let older = compared(options, &key.map_or_else(|| log.verifier(), Ok)?)?;
            (verify(&log, &older, options.bodies)?, older)
        }
    };
    match options.format {
        Output::Json => terminal.say(&document(&verdict).to_string()),
        Output::Human => terminal.print(&told(&verdict, &signed, terminal)),
    }
    Ok(Exit::unless(!verdict.defects.is_empty()))
}

/// The checkpoints that somebody else has kept.
fn compared(options: &Verify, verifier: &Verifier) -> Result<Vec<Checkpoint>, Failure> {
    [&options.from, &options.to].into_iter().flatten().map(|file| signed(file, verifier)).collect()
}

fn signed(file: &Path, verifier: &Verifier) -> Result<Checkpoint, Failure> {
    let named = |error: &dyn std::fmt::Display| Failure::new(format!("`{}`", file.display()), error);
    let note = fs::read_to_string(file).map_err(|error| named(&error))?;
    Checkpoint::open(&note, verifier).map_err(|error| named(&error))
}

fn document(verdict: &Verdict) -> serde_json::Value {
    let defects =
        verdict.defects.iter().map(|defect| json!({ "record": defect.at, "what": defect.to_string() }));
    json!({
        "version": 1,
        "records": verdict.records,
        "root": hex(&verdict.root),
        "bodies": verdict.bodies,
        "erased": verdict.erased,
        "defects": defects.collect::<Vec<_>>(),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn told(verdict: &Verdict, signed: &[Checkpoint], terminal: &Terminal) -> String {
    let mut out = format!("records     {}\nroot        {}\n", verdict.records, hex(&verdict.root));
    if let Some(bodies) = verdict.bodies {
        out.push_str(&format!("bodies      {bodies} as their records say, {} erased\n", verdict.erased));
    }
    for checkpoint in signed {
        out.push_str(&format!(
            "compared    with the checkpoint of {}\n",
            counted(checkpoint.size as usize, "record", "records")
        ));
    }
    let damaged = terminal.paint("31;1", "changed:");
    out.extend(verdict.defects.iter().take(20).map(|defect| format!("{damaged} {defect}\n")));
    if verdict.defects.len() > 20 {
        out.push_str(&format!("            and {} more\n", verdict.defects.len() - 20));
    }
    match (verdict.defects.is_empty(), signed.is_empty()) {
        (true, true) => out.push_str(&format!(
            "{} the log is whole in itself; only a checkpoint that somebody else has kept tells that it was not written anew \
             (--from)\n",
            terminal.paint("32;1", "ok:")
        )),
        (true, false) => out.push_str(&format!("{} the log was only added to\n", terminal.paint("32;1", "ok:"))),
        (false, _) => {}
    }
    out
}

fn prove(Numbered { data, record }: &Numbered, terminal: &Terminal) -> Outcome {
    let proof = AuditLog::unlocked(data)?.prove(*record)?;
    terminal.print(&proof.ok_or_else(|| absent(*record))?.text());
    Ok(Exit::Clean)
}

fn absent(record: u64) -> Failure {
    Failure::new(format!("record {record}"), "the log has no such record")
}

fn check(file: &Path, key: &str, terminal: &Terminal) -> Outcome {
    let named = |error: &dyn std::fmt::Display| Failure::new(format!("`{}`", file.display()), error);
    let text = fs::read_to_string(file).map_err(|error| named(&error))?;
    let proof = Proof::parse(&text).map_err(|_| named(&"it is no proof"))?;
    let checkpoint = Checkpoint::open(&proof.checkpoint, &key.parse()?).map_err(|error| named(&error))?;
    let holds = proof.holds(checkpoint.size, &checkpoint.root);
    let (index, size) = (proof.index, checkpoint.size);
    terminal.print(&if holds {
        format!("{} record {index} is in the log of {size} records\n", terminal.paint("32;1", "ok:"))
    } else {
        format!("{} it does not prove record {index}\n", terminal.paint("31;1", "changed:"))
    });
    Ok(Exit::unless(!holds))
}

fn export(data: &Path, out: &Path, terminal: &Terminal) -> Outcome {
    let named = |path: &Path, error| Failure::new(format!("`{}` cannot be made", path.display()), error);
    fs::create_dir(out).map_err(|error| named(out, error))?;
    let log = AuditLog::unlocked(data)?;
    let mut failure = None;
    let size = log.export(|name, bytes| {
        let path = out.join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        if let Err(error) = made {
            failure.get_or_insert(named(&path, error));
        }
        Ok::<(), filrouge_host::StoreError>(())
    })?;
    match failure {
        Some(failure) => Err(failure),
        None => {
            terminal.print(&format!(
                "{} in `{}`\n",
                counted(size as usize, "record", "records"),
                out.display()
            ));
            Ok(Exit::Clean)
        }
    }
}
