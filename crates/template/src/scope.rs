//! What is in scope at one place of a template.

use filrouge_plan::{Bounds, Field, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The names that a template may start a path with, and their types: `profile`, `event`, the variables of `with`.
pub type Scope = BTreeMap<String, Type>;

/// What a name stands for.
#[derive(Debug, Clone)]
pub struct Binding {
    /// Its type; `None` when a finding was already made about it.
    pub ty: Option<Type>,
    /// The path of data that it reads; none for what the template made itself.
    pub path: Option<String>,
    /// What its guards are remembered under; unique to this binding.
    pub key: String,
}

/// Names and guards, inner blocks over outer ones.
#[derive(Debug)]
pub struct Frames {
    frames: Vec<Frame>,
    bindings: usize,
}

#[derive(Debug, Default)]
struct Frame {
    names: BTreeMap<String, Binding>,
    present: BTreeSet<String>,
}

impl Frames {
    /// The frames of a template that has not begun.
    pub fn new(scope: &Scope) -> Self {
        let root = |(name, ty): (&String, &Type)| {
            let binding = Binding { ty: Some(ty.clone()), path: Some(name.clone()), key: name.clone() };
            (name.clone(), binding)
        };
        let names = scope.iter().map(root).collect();
        Self { frames: vec![Frame { names, present: BTreeSet::new() }, Frame::default()], bindings: 0 }
    }

    /// Opens a block in which the paths of `present` are known to have a value.
    pub fn open(&mut self, present: impl IntoIterator<Item = String>) {
        self.frames.push(Frame { names: BTreeMap::new(), present: present.into_iter().collect() });
    }

    /// Closes the innermost block.
    pub fn close(&mut self) {
        self.frames.pop();
    }

    /// Binds `name` in the innermost block.
    pub fn bind(&mut self, name: &str, ty: Option<Type>, path: Option<String>) {
        self.bindings += 1;
        let binding = Binding { ty, path, key: format!("{name}#{}", self.bindings) };
        if let Some(frame) = self.frames.last_mut() {
            frame.names.insert(name.to_owned(), binding);
        }
    }

    /// What `name` stands for here.
    pub fn find(&self, name: &str) -> Option<&Binding> {
        self.frames.iter().rev().find_map(|frame| frame.names.get(name))
    }

    /// Whether the template itself bound `name`.
    pub fn is_set(&self, name: &str) -> bool {
        self.frames.iter().skip(1).any(|frame| frame.names.contains_key(name))
    }

    /// Whether the value under `key` was asked for in a condition around here.
    pub fn is_present(&self, key: &str) -> bool {
        self.frames.iter().any(|frame| frame.present.contains(key))
    }

    /// Every name in scope.
    pub fn names(&self) -> BTreeSet<&str> {
        self.frames.iter().flat_map(|frame| frame.names.keys()).map(String::as_str).collect()
    }
}

/// The type of `loop` inside a `{% for %}`.
pub fn loop_type() -> Type {
    let field = |(name, ty): (&str, Type)| Field {
        name: name.to_owned(),
        ty,
        bounds: Bounds::default(),
        category: None,
    };
    let numbers = ["index", "index0", "revindex", "revindex0", "length"].map(|name| (name, Type::Int));
    let marks = ["first", "last"].map(|name| (name, Type::Bool));
    Type::Record(numbers.into_iter().chain(marks).map(field).collect())
}
