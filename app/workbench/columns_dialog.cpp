#include "app/workbench/columns_dialog.h"

#include "app/workbench/language_names.h"
#include "app/workbench/primary_button.h"
#include "engine/cat/document/data/table_columns.h"
#include "engine/core/utf8.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(860, 480);
constexpr std::size_t rowsShown = 12;
constexpr int widestColumn = 260;
constexpr int narrowestColumn = 150;
constexpr int boxPadding = 6;   // what a box has between its edge and its text more than a cell

/// Texts of cells stand beneath those of the boxes above them.
class CellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem inset = option;
        inset.rect.adjust(boxPadding, 0, 0, 0);
        QStyledItemDelegate::paint(painter, inset, index);
    }
};

}  // namespace

ColumnsDialog::ColumnsDialog(const cat::Document &document, const cat::DocumentRules &rules, const LanguagePair &languages, QWidget *parent)
    : QDialog(parent)
    , m_rules(rules)
    , m_header(new QCheckBox(tr("The first row &names the columns"), this))
    , m_rows(new QTableWidget(this))
    , m_notice(new QLabel(this))
{
    setObjectName(QStringLiteral("columnsDialog"));
    setWindowTitle(tr("Columns of %1").arg(QFileInfo(QString::fromStdString(document.name)).fileName()));
    m_header->setObjectName(QStringLiteral("columnsHeader"));
    m_rows->setObjectName(QStringLiteral("columnsRows"));
    m_rows->setItemDelegate(new CellDelegate(m_rows));
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setSelectionMode(QAbstractItemView::NoSelection);
    m_rows->setFocusPolicy(Qt::NoFocus);
    m_rows->verticalHeader()->hide();
    m_rows->horizontalHeader()->hide();
    m_rows->horizontalHeader()->setStretchLastSection(true);
    m_notice->setObjectName(QStringLiteral("columnsNotice"));
    m_notice->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_use = buttons->addButton(tr("Use these columns"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("columnsUse"));
    makePrimary(*m_use);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(new QLabel(tr("What is each column for? Translations go into the column that holds them; without one, they take the place of the texts."), this));
    column->addWidget(m_rows, 1);
    column->addWidget(m_header);
    column->addWidget(m_notice);
    column->addWidget(buttons);
    resize(dialogSize);

    const Result<cat::Table> table = cat::Table::read(document.text);
    Result<cat::TableColumns> columns = table ? cat::tableColumns(*table, rules) : std::unexpected(table.error());
    if (table && !columns) {   // the rules name a column that has gone
        m_rules = {.encoding = rules.encoding};
        columns = cat::tableColumns(*table, m_rules);
    }
    if (columns) {
        m_header->setChecked(columns->header);
        showRows(*table);
        addUses(*columns);
    }
    m_looks = chosen();
    if (m_rules.columns.empty() && m_rules.targetColumn.empty())
        takeLanguages(languages);
    connect(m_header, &QCheckBox::toggled, this, &ColumnsDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

void ColumnsDialog::showRows(const cat::Table &table)
{
    const std::size_t rows = std::min(table.rows().size(), rowsShown);
    m_rows->setColumnCount(static_cast<int>(table.columns()));
    m_rows->setRowCount(static_cast<int>(rows) + 1);   // the first one holds what they are for
    for (std::size_t column = 0; column < table.columns(); ++column)
        m_names.emplace_back(trimmed(table.textAt(0, column)));
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < table.columns(); ++column) {
            auto *item = new QTableWidgetItem(QString::fromStdString(table.textAt(row, column)).simplified());
            item->setToolTip(item->text());
            m_rows->setItem(static_cast<int>(row) + 1, static_cast<int>(column), item);
        }
    }
}

void ColumnsDialog::addUses(const cat::TableColumns &columns)
{
    for (std::size_t column = 0; column < columns.offered.size(); ++column) {
        auto *use = new QComboBox(m_rows);
        use->setObjectName(QStringLiteral("columnUse%1").arg(column + 1));
        use->setAccessibleName(tr("Use of column %1").arg(column + 1));
        use->addItem(tr("Leave as it is"), Leave);
        use->addItem(tr("Translate"), Translate);
        use->addItem(tr("Holds the translations"), Translations);
        use->addItem(tr("Names the rows"), Key);
        use->addItem(tr("Context"), Context);
        use->addItem(tr("Notes"), Notes);
        const bool notes = std::ranges::find(columns.notes, column) != columns.notes.end();
        use->setCurrentIndex(columns.offered[column] ? Translate
                             : column == columns.target ? Translations
                             : column == columns.keys   ? Key
                             : column == columns.context ? Context
                             : notes                     ? Notes
                                                         : Leave);
        m_rows->setCellWidget(0, static_cast<int>(column), use);
        m_uses.push_back(use);
        connect(use, &QComboBox::currentIndexChanged, this, &ColumnsDialog::check);
    }
    m_rows->resizeColumnsToContents();
    for (int column = 0; column < m_rows->columnCount(); ++column)
        m_rows->setColumnWidth(column, std::clamp(m_rows->columnWidth(column), std::max(narrowestColumn, m_uses[static_cast<std::size_t>(column)]->sizeHint().width()), widestColumn));
    m_rows->resizeRowToContents(0);
}

/// Where the first row names each of them once.
void ColumnsDialog::takeLanguages(const LanguagePair &languages)
{
    const auto columnOf = [this](const std::string &language) -> QComboBox * {
        const auto isIt = [&](const std::string &name) { return isLanguageName(QString::fromStdString(name), language); };
        const auto found = std::ranges::find_if(m_names, isIt);
        return std::ranges::count_if(m_names, isIt) == 1 ? m_uses[static_cast<std::size_t>(found - m_names.begin())] : nullptr;
    };
    QComboBox *source = columnOf(languages.from);
    QComboBox *target = columnOf(languages.to);
    if (!source || !target || source == target)
        return;
    for (QComboBox *use : m_uses) {
        if (use->currentIndex() == Translate || use->currentIndex() == Translations)
            use->setCurrentIndex(Leave);
    }
    source->setCurrentIndex(Translate);
    target->setCurrentIndex(Translations);
    m_header->setChecked(true);
}

std::vector<std::size_t> ColumnsDialog::columnsOf(Use use) const
{
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < m_uses.size(); ++column) {
        if (m_uses[column]->currentIndex() == use)
            columns.push_back(column);
    }
    return columns;
}

void ColumnsDialog::check()
{
    const std::size_t texts = columnsOf(Translate).size();
    const std::size_t targets = columnsOf(Translations).size();
    const bool single = columnsOf(Key).size() < 2 && columnsOf(Context).size() < 2 && columnsOf(Notes).size() < 2 && targets < 2;
    QString problem;
    if (texts == 0)
        problem = tr("Choose a column to translate.");
    else if (!single)
        problem = tr("Of translations, names of rows, contexts and notes there can be one column each.");
    else if (targets == 1 && texts > 1)
        problem = tr("Where a column holds the translations, only one is translated.");
    m_notice->setText(problem);
    m_notice->setHidden(problem.isEmpty());
    m_use->setEnabled(problem.isEmpty());
    for (int column = 0; column < m_rows->columnCount() && m_rows->rowCount() > 1; ++column) {
        QFont font = m_rows->font();
        font.setBold(m_header->isChecked());
        m_rows->item(1, column)->setFont(font);
    }
}

// By its name, which stays when columns change places, or else by its number.
std::string ColumnsDialog::ruleFor(std::size_t column) const
{
    const bool named = m_header->isChecked() && !m_names[column].empty() && std::ranges::count(m_names, m_names[column]) == 1;
    return named ? m_names[column] : std::to_string(column + 1);
}

cat::DocumentRules ColumnsDialog::chosen() const
{
    const auto named = [&](Use use) {
        const std::vector<std::size_t> columns = columnsOf(use);
        return columns.empty() ? std::string() : ruleFor(columns.front());
    };
    cat::DocumentRules rules = m_rules;
    rules.columns.clear();
    for (const std::size_t column : columnsOf(Translate))
        rules.columns.push_back(ruleFor(column));
    rules.targetColumn = named(Translations);
    rules.keyColumn = named(Key);
    rules.contextColumn = named(Context);
    rules.noteColumn = named(Notes);
    rules.header = m_header->isChecked();
    return rules;
}

cat::DocumentRules ColumnsDialog::rules() const
{
    cat::DocumentRules rules = chosen();
    return rules == m_looks ? m_rules : rules;
}

}  // namespace interlinear::workbench
