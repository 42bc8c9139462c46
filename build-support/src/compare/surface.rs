//! Changes of what the generated client offers to Rust.
//!
//! Both clients are generated, as far as the contracts differ, and what they offer is compared: one
//! cause is one change. Not looked at are comments, which the comparison of the contracts reports;
//! serde's attributes, which are about the wire; and the order of fields and variants.

mod definitions;
mod extract;
mod model;
mod operations;
mod pieces;
mod prune;
mod renames;
mod report;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use openapiv3::OpenAPI;

use self::{
    model::Module,
    operations::Pairs,
    renames::Renames,
    report::{Report, became, came, gone},
};
use super::{
    CompareError, SurfaceChange,
    Verdict::{Breaking, Compatible},
    both,
};
use contract::Contract;

use crate::{Error, api, progenitors_code, refine};

/// Generates both clients and compares what they offer. The outer error is the later contract's,
/// the inner one the earlier's.
pub(super) fn changes(
    old: &Contract,
    new: &Contract,
) -> Result<Result<Vec<SurfaceChange>, Error>, CompareError> {
    let (old, new) = prune::to_differences(&old.model, &new.model);
    let (old, new) = both(|| modules(&old), || modules(&new));
    let new = new.map_err(CompareError::Generate)?;
    Ok(old.map(|old| compare(&old, &new)))
}

/// The modules of a client, each with its name.
type Modules = Vec<(String, Module)>;

fn modules(contract: &OpenAPI) -> Result<Modules, Error> {
    modules_of(contract, &pieces::of(contract, pieces::SIZE))
}

/// The modules of the client of `contract`, which was cut into `pieces`.
fn modules_of(contract: &OpenAPI, pieces: &[OpenAPI]) -> Result<Modules, Error> {
    let mut modules = Modules::new();
    for piece in pieces {
        for api in api::split(piece)? {
            let mut file = progenitors_code(&api)?;
            refine::shape(&mut file, &api)?;
            let module = extract::module(&api, &file);
            match modules.iter_mut().find(|(name, _)| *name == api.name) {
                Some((_, whole)) => whole.add(module),
                None => modules.push((api.name, module)),
            }
        }
    }
    let places = places(contract);
    for (_, module) in &mut modules {
        module
            .operations
            .sort_by_key(|operation| places.get(&operation.endpoint));
    }
    Ok(modules)
}

/// The place of each operation in the contract, by method and path.
fn places(contract: &OpenAPI) -> BTreeMap<String, usize> {
    let items = contract.paths.paths.iter();
    items
        .filter_map(|(path, item)| Some((path, item.as_item()?)))
        .flat_map(|(path, item)| item.iter().map(move |(method, _)| (method, path)))
        .enumerate()
        .map(|(place, (method, path))| (model::endpoint(method, path), place))
        .collect()
}

fn compare(old: &Modules, new: &Modules) -> Vec<SurfaceChange> {
    let mut changes = Vec::new();
    let mut came: Vec<_> = new.iter().collect();
    for (name, before) in old {
        let mut report = Report {
            module: name,
            changes: Vec::new(),
        };
        let place = came.iter().position(|(other, _)| other == name);
        if let Some(place) = place {
            compare_modules(before, &came.remove(place).1, &mut report);
        } else {
            let is_new = |other: &str| old.iter().all(|(name, _)| name != other);
            let same = |(other, after): &&(String, Module)| is_new(other) && before == after;
            let place = came.iter().position(same);
            api_gone(
                place.map(|place| came.remove(place).0.as_str()),
                &mut report,
            );
        }
        changes.append(&mut report.changes);
    }
    for (name, _) in came {
        let mut report = Report {
            module: name,
            changes: Vec::new(),
        };
        api_added(&mut report);
        changes.append(&mut report.changes);
    }
    changes
}

/// `api-removed`, `api-renamed`: the module of a credential, with all that is in it.
fn api_gone(new_name: Option<&str>, report: &mut Report<'_>) {
    let old = module_declaration(report.module);
    match new_name {
        Some(name) => {
            let message = format!("the API is called `{name}` now, and otherwise the same");
            let declared = became(old, module_declaration(name));
            report.add(Breaking, "api-renamed", "", message, declared);
        }
        None => report.add(Breaking, "api-removed", "", "the API is gone", gone(old)),
    }
}

/// `api-added`: a further credential, with a client of its own.
fn api_added(report: &mut Report<'_>) {
    let new = module_declaration(report.module);
    report.add(Compatible, "api-added", "", "a new API", came(new));
}

fn module_declaration(name: &str) -> String {
    format!("pub mod {name}")
}

fn compare_modules(old: &Module, new: &Module, report: &mut Report<'_>) {
    let operations = Pairs::new(old, new);
    let mut renames = Renames::default();
    operations.note_renames(&mut renames);
    renames.find(old, new);
    let is_page_changed = |answer: &str| {
        let page = answer.strip_prefix("Response<types::");
        page.and_then(|page| page.strip_suffix('>'))
            .is_some_and(|page| definitions::is_changed(page, old, new, &renames))
    };
    operations.compare(&renames, &is_page_changed, report);
    definitions::compare(old, new, &renames, report);
}
