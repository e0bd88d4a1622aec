;;; filrouge.el --- Customer journeys of Filrouge, by eglot  -*- lexical-binding: t; -*-

;; Emacs 29 has eglot; 28 takes it from a package.  The file goes on the load path:
;;
;;   (add-to-list 'load-path "…/editor-support/emacs")
;;   (require 'filrouge)

;;; Code:

(require 'eglot)

(defgroup filrouge nil "Customer journeys as code." :group 'languages)

(defcustom filrouge-program "filrouge"
  "The program that is the language server."
  :type 'string)

(defcustom filrouge-daemon nil
  "The address of a daemon whose sizes the server shows, or nil."
  :type '(choice (const nil) string))

(defun filrouge-command (&rest _)
  "How the language server is called."
  (append (list filrouge-program "lsp") (and filrouge-daemon (list "--daemon" filrouge-daemon))))

(defvar filrouge-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?- "_" table)
    table)
  "Comments as in KDL; names may have hyphens.")

(defconst filrouge-font-lock
  '(("^[ \t]*\\([[:alpha:]][[:alnum:]_-]*\\)" 1 font-lock-keyword-face)
    ("\\([[:alpha:]][[:alnum:]_-]*\\)=" 1 font-lock-variable-name-face)
    ("#\\(?:true\\|false\\|null\\)" . font-lock-constant-face))
  "Words at the start of a line, and the names of properties.")

;;;###autoload
(define-derived-mode filrouge-mode prog-mode "Filrouge"
  "Journeys, segments, templates and tests of a project."
  (setq-local comment-start "// " comment-end "" indent-tabs-mode nil tab-width 4)
  (setq-local font-lock-defaults '(filrouge-font-lock)))

;;;###autoload
(defun filrouge-mode-of-project ()
  "The mode of a KDL file: Filrouge below a folder that holds `filrouge.kdl'."
  (if (and buffer-file-name (locate-dominating-file buffer-file-name "filrouge.kdl"))
      (filrouge-mode)
    (prog-mode)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.kdl\\'" . filrouge-mode-of-project))

;; One server for all folders of a project that lies in no repository.
(defun filrouge-project (folder)
  "The project around FOLDER."
  (let ((root (locate-dominating-file folder "filrouge.kdl")))
    (and root (cons 'transient root))))
(add-hook 'project-find-functions #'filrouge-project t)

(add-to-list 'eglot-server-programs
             '(filrouge-mode . filrouge-command))
(add-hook 'filrouge-mode-hook #'eglot-ensure)

(provide 'filrouge)
;;; filrouge.el ends here
